"""Creates the one QApplication and sets its language, fonts and colours before any window is shown."""

import os
import sys

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from verkstad.resource_files import resource_path
from verkstad.ui.kit import theme
from verkstad.ui.kit.fonts import use_system_face

_MORE_SWEDISH = {
    "Directory:": "Mapp:",
    "Directories": "Mappar",
    "Parent Directory": "Mappen ovanför",
    "Files of &type:": "&Visa:",
}
"""Corrections to Qt's own translation of the folder dialog."""


class _Words(QTranslator):
    def translate(self, context: str, source: str, _comment: str | None = None, _n: int = -1) -> str | None:
        """Return None to let the next translator answer."""
        return _MORE_SWEDISH.get(source) if context == "QFileDialog" else None

    def isEmpty(self) -> bool:
        return False


def make_application(scheme: str = "") -> QApplication:
    """Return the one QApplication, in Swedish, in the system's colours or those of `scheme` (light, dark)."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    QLocale.setDefault(QLocale(QLocale.Language.Swedish, QLocale.Country.Sweden))
    app.setApplicationName("Verkstad")
    app.setApplicationDisplayName("")
    app.setDesktopFileName("verkstad")
    app.setWindowIcon(QIcon(str(resource_path("icons", "verkstad.png"))))
    # Otherwise Qt stores the folders of file dialogs in an unencrypted file.
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    translator = QTranslator(app)
    if translator.load("qtbase_sv", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
        app.installTranslator(_Words(app))
    use_system_face(app)
    theme.follow_system(app, scheme)
    return app
