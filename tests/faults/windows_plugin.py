"""Windows' file rules for a test run: python -m pytest -p tests.faults.windows_plugin …"""

from tests.faults import windows_files, windows_system

windows_system.install()
windows_files.install()
