"""Drawing on the page: text and lines, each inside its part or marked as decoration."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from reportlab.pdfgen.canvas import Canvas

from verkstad.documents.kit.face import ACCENT, HAIRLINE, Style, colour, font_name, text_width
from verkstad.documents.kit.parts import Part, Tags


class Pen:
    """Draws in points from the page's lower left corner."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._tags = Tags(canvas)
        self._is_marked = False
        self._is_decorating = False
        self._fill = ""

    @contextmanager
    def part(self, part: Part) -> Iterator[None]:
        """Tag what is drawn inside as the part. Inside decoration nothing is tagged."""
        if self._is_decorating:
            yield
            return
        self._canvas.addLiteral(f"/{part.role.tag} <</MCID {self._tags.piece_of(part)}>> BDC")
        self._is_marked = True
        yield
        self._is_marked = False
        self._canvas.addLiteral("EMC")

    @contextmanager
    def decoration(self) -> Iterator[None]:
        """Mark what is drawn inside as decoration, without meaning: lines, and texts repeated on every page."""
        if self._is_marked or self._is_decorating:
            yield
            return
        self._canvas.addLiteral("/Artifact BMC")
        self._is_decorating = True
        yield
        self._is_decorating = False
        self._canvas.addLiteral("EMC")

    def text(self, x: float, y: float, text: str, style: Style, *, right: float | None = None) -> None:
        """Draw one readable line on its baseline, from x or ending at `right`."""
        if not text:
            return
        if right is not None:
            x = right - text_width(text, style)
        if self._fill != style.colour:
            self._canvas.setFillColor(colour(style.colour))
            self._fill = style.colour
        self._canvas.setFont(font_name(style.weight), style.size, style.leading)
        self._canvas.drawString(x, y, text)

    def rule(self, x: float, y: float, width: float, *, thick: float = 0.5, shade: str = HAIRLINE) -> None:
        """Draw a horizontal line."""
        self.path([(x, y), (x + width, y)], thick=thick, shade=shade)

    def path(
        self,
        points: Sequence[tuple[float, float]],
        *,
        thick: float = 1.2,
        shade: str = ACCENT,
        dash: tuple[float, ...] = (),
        is_closed: bool = False,
    ) -> None:
        """Draw a line through the points."""
        with self.decoration():
            self._stroke(thick, shade, dash)
            path = self._canvas.beginPath()
            path.moveTo(*points[0])
            for point in points[1:]:
                path.lineTo(*point)
            if is_closed:
                path.close()
            self._canvas.drawPath(path)

    def box(self, x: float, y: float, width: float, height: float, *, thick: float, shade: str) -> None:
        """Draw a frame with slightly rounded corners, from its lower left corner."""
        with self.decoration():
            self._stroke(thick, shade)
            self._canvas.roundRect(x, y, width, height, 1.5)

    def ring(self, x: float, y: float, radius: float, *, thick: float, shade: str) -> None:
        """Draw a circle around x, y."""
        with self.decoration():
            self._stroke(thick, shade)
            self._canvas.circle(x, y, radius)

    def arc(self, x: float, y: float, radius: float, start: float, extent: float, *, thick: float) -> None:
        """Draw an arc around x, y. Degrees are counted from the right, anticlockwise."""
        with self.decoration():
            self._stroke(thick, ACCENT)
            self._canvas.arc(x - radius, y - radius, x + radius, y + radius, start, extent)

    def dot(self, x: float, y: float, radius: float, *, shade: str, is_hollow: bool = False) -> None:
        """Draw a mark in a figure, filled or with a white middle."""
        with self.decoration():
            self._stroke(1, shade)
            self._fill = "#FFFFFF" if is_hollow else shade
            self._canvas.setFillColor(colour(self._fill))
            self._canvas.circle(x, y, radius, fill=1)

    def end_page(self) -> None:
        self._canvas.showPage()
        self._tags.end_page()
        self._fill = ""

    def finish(self) -> None:
        self._tags.write()

    def _stroke(self, thick: float, shade: str, dash: tuple[float, ...] = ()) -> None:
        self._canvas.setStrokeColor(colour(shade))
        self._canvas.setLineWidth(thick)
        self._canvas.setDash(*((list(dash),) if dash else ()))
