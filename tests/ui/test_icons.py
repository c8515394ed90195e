"""Icons: their names, their letters in the font, and their colours."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QRawFont
from PySide6.QtWidgets import QApplication

from verkstad.resource_files import resource_path
from verkstad.ui.kit import icons, theme
from verkstad.ui.window.new_menu import NEW_ENTRIES
from verkstad.ui.window.pages import PAGES

_UI = Path(icons.__file__).parents[1]


@pytest.fixture(scope="module")
def font(qapp: QApplication) -> QRawFont:
    return QRawFont(str(resource_path("fonts", icons.FONT)), 18)


@pytest.mark.parametrize("name", icons.LETTERS)
def test_the_font_has_each(font: QRawFont, name: str) -> None:
    assert font.supportsCharacter(icons.LETTERS[name])


def test_no_two_names_are_one_sign() -> None:
    assert len(set(icons.LETTERS.values())) == len(icons.LETTERS)


def test_each_is_used_and_none_is_missing() -> None:
    written: set[str] = set()
    asked_for: set[str] = set()
    for file in _UI.rglob("*.py"):
        if file == Path(icons.__file__):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                written.add(node.value)
            elif isinstance(node, ast.keyword) and node.arg == "icon":
                asked_for |= _texts(node.value)
            elif isinstance(node, ast.Call) and _name_of(node.func) in ("icon", "tool") and node.args:
                asked_for |= _texts(node.args[0])
    assert len(asked_for) > 10
    assert asked_for <= icons.LETTERS.keys() <= written


def test_every_page_and_every_new_record_has_one() -> None:
    assert {one.icon for one in (*PAGES, *NEW_ENTRIES)} <= icons.LETTERS.keys()


def test_a_name_that_is_not_there_is_told_at_once() -> None:
    with pytest.raises(KeyError):
        icons.icon("unicorn")


@pytest.mark.parametrize("factor", (1.0, 1.5, 2.0))
def test_it_is_drawn_at_the_size_of_the_screen(qapp: QApplication, factor: float) -> None:
    drawn = icons.icon("trash").pixmap(QSize(18, 18), factor)
    assert drawn.size() == QSize(18, 18) * factor
    assert drawn.devicePixelRatio() == factor
    edge = drawn.toImage()
    clear = sum(edge.pixelColor(x, y).alpha() == 0 for x in range(edge.width()) for y in range(edge.height()))
    assert 0.3 < clear / (edge.width() * edge.height()) < 0.95


def test_its_colour_follows_the_scheme(qapp: QApplication) -> None:
    sign = icons.icon("check", "accent")
    for scheme in ("light", "dark"):
        theme.follow_system(qapp, scheme)
        assert _strongest(sign) == QColor(theme.colours().accent)
        assert _strongest(sign, QIcon.Mode.Disabled) == QColor(theme.colours().muted)
    theme.follow_system(qapp, "light")


def _strongest(sign: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> QColor:
    """Return the colour of the most opaque pixel."""
    image = sign.pixmap(QSize(64, 64), 1.0, mode).toImage()
    found = max(
        (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())),
        key=QColor.alpha,
    )
    found.setAlpha(255)
    return found


def _texts(node: ast.expr) -> set[str]:
    return (
        {node.value}
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value
        else set()
    )


def _name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
