"""Shows a paper on the screen: the same PDF that is printed, rendered in a worker thread."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.ui.kit import background
from verkstad.ui.kit.parts import EmptyState, empty_layout, scrolled, text

_GAP = 12
_SCREEN_SCALE = 2.0  # pixels per point: sharp even on a scaled screen


class _PageView(QWidget):
    """One page, scaled to the width available."""

    def __init__(self, image: QImage, name: str) -> None:
        super().__init__()
        self._image = image
        self.setAccessibleName(name)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * self._image.height() / max(1, self._image.width()))

    def sizeHint(self) -> QSize:
        return QSize(420, self.heightForWidth(420))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(event.size().width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self._image)
        painter.end()


class PaperView(QStackedWidget):
    """Shows the PDF that `make` returns. `make` runs in a worker thread and must use plain data only."""

    shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.pdf = b""
        self.images: list[QImage] = []
        self._task: background.Task | None = None
        self._pages = QWidget()
        self._layout = QVBoxLayout(self._pages)
        self._layout.setContentsMargins(0, 0, 8, 0)
        self._layout.setSpacing(_GAP)
        waiting = text("Papperet ritas …", "muted")
        waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._fault = EmptyState("Papperet kunde inte ritas", "Ingenting har ändrats. Försök igen.")
        for page in (waiting, scrolled(self._pages), self._fault):
            self.addWidget(page)

    def show_paper(self, make: Callable[[], bytes]) -> None:
        """Render a paper; the old one is shown until the new one is ready."""
        if self._task is not None:
            self._task.cancel()

        def work() -> tuple[bytes, list[QImage]]:
            from verkstad.documents.preview import page_count, page_pixels

            pdf = make()
            images = []
            for number in range(page_count(pdf)):
                width, height, stride, pixels = page_pixels(pdf, number, _SCREEN_SCALE)
                image = QImage(pixels, width, height, stride, QImage.Format.Format_RGB32)
                images.append(image.copy())
            return pdf, images

        self._task = background.run(self, work, self._show, self._fail)

    def _show(self, answer: tuple[bytes, list[QImage]]) -> None:
        self._task = None
        self.pdf, self.images = answer
        empty_layout(self._layout)
        for number, image in enumerate(self.images, start=1):
            self._layout.addWidget(_PageView(image, f"Sida {number} av {len(self.images)}"))
        self._layout.addStretch(1)
        self.setCurrentIndex(1)
        self.shown.emit()

    def _fail(self, fault: Exception) -> None:
        self._task = None
        self.setCurrentIndex(2)
        self.shown.emit()
        if not isinstance(fault, VerkstadError):
            raise fault


def save_file(
    parent: QWidget,
    name: str,
    content: bytes,
    told: Callable[[str, str], None],
    saved: Callable[[], None] = lambda: None,
) -> None:
    """Ask for a path and write the file: completely or not at all. `told` gets the message and its tone."""
    dialog = QFileDialog(parent, "Spara filen", name)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.selectFile(name)

    def write(chosen: str) -> None:
        from verkstad.exchange.written_files import written_file

        try:
            with written_file(Path(chosen), content):
                saved()
        except VerkstadError as fault:
            told(str(fault), "late")
        else:
            told(f"Sparad: {chosen}", "info")

    dialog.fileSelected.connect(write)
    dialog.open()
