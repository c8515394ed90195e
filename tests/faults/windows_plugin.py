"""Windows' rules of files for a run of tests: python -m pytest -p tests.faults.windows_plugin …"""

from tests.faults import windows_files, windows_system

windows_system.install()
windows_files.install()
