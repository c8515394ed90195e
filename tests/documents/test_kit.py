"""The kit's own rules: printable text, lines that fit, and strips distributed over pages."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkstad.documents.kit import text
from verkstad.documents.kit.face import Style, letters, text_width
from verkstad.documents.kit.strips import Strip, kept, paginate
from verkstad.documents.kit.text import readable, set_lines, shortened

STYLE = Style(10, 14)


@pytest.mark.parametrize(
    ("written", "shown"),
    (
        ("Åsa Öberg, 59,1 %", "Åsa Öberg, 59,1 %"),
        ("A\u030asa", "Åsa"),
        ("rad ett\r\nrad två\u2028rad tre", "rad ett\nrad två\nrad tre"),
        ("med\ttabb \x00\x07\u200f\u202eslut", "med tabb slut"),
        ("🙂 ✓ klart → nästa", ":-) [x] klart -> nästa"),
        ("👨‍👩‍👧 och 🚀🚀", "[symbol] och [symbol]"),
        ("محمد علي", "[arabisk text]"),
        ("ትግርኛ", "[etiopisk text]"),
        ("北京", "[kinesisk text]"),
        ("ﬁnt ① 𝐀 ２", "ﬁnt 1 A 2"),
        ("Ольга Ελένη Nguyễn Łukasz", "Ольга Ελένη Nguyễn Łukasz"),
        ("[a] [a]", "[a] [a]"),
    ),
)
def test_readable(written: str, shown: str) -> None:
    assert readable(written) == shown


@given(st.text(alphabet=st.characters()))
def test_readable_text_can_be_shown(text: str) -> None:
    assert set(readable(text)) <= {*letters(), "\n"}
    assert readable(readable(text)) == readable(text)


@given(st.text(), st.integers(20, 300))
def test_lines_fit_and_say_everything(text: str, width: int) -> None:
    lines = set_lines(text, STYLE, width)
    for line in lines:
        assert text_width(line, STYLE) <= width or len(line) == 1
    said = "".join(lines).replace("\xad", "").replace(" ", "")
    assert said == readable(text).replace("\n", "").replace(" ", "")


def test_words_are_divided_as_in_swedish() -> None:
    width = text_width("Arbetsmarknadsut-", STYLE)
    for words, lines in (
        ("Arbetsmarknadsutbildningen", ["Arbetsmarknads\xad", "utbildningen"]),
        ("arbetsmarknadsanpassningsåtgärd", ["arbetsmarknads\xad", "anpassningsåtgärd"]),
        ("(försörjningsstödshandläggare)", ["(försörjningsstöds\xad", "handläggare)"]),
    ):
        assert set_lines(words, STYLE, width) == lines
    assert set_lines("7" * 30, STYLE, text_width("7" * 12, STYLE)) == ["7" * 12, "7" * 12, "7" * 6]
    assert set_lines("handels- och lager/logistik", STYLE, text_width("handels- och lager/", STYLE)) == [
        "handels- och lager/",
        "logistik",
    ]


def test_no_divided_word_is_kept() -> None:
    set_lines("Hemlighetsstämpelsmyndigheten", STYLE, 60)
    assert text._swedish().hd.cache == {}


def test_shortened() -> None:
    assert shortened("Exempelby\nkommun", STYLE, 200) == "Exempelby kommun"
    short = shortened("Exempelby kommun", STYLE, 60)
    assert short.endswith("…")
    assert text_width(short, STYLE) <= 60


def _strip(height: float, *, stays: bool = False, header: Strip | None = None) -> Strip:
    return Strip(height, lambda _pen, _x, _top: None, before=5, stays=stays, header=header)


def test_strips_go_to_the_next_page_when_there_is_no_room() -> None:
    strips = [_strip(40), _strip(40), _strip(40)]
    pages = paginate(strips, lambda _page: 100)
    assert [[placed.below for placed in page] for page in pages] == [[0, 45], [0]]


def test_what_stays_together_moves_together() -> None:
    strips = [_strip(60), *kept([_strip(20), _strip(30)])]
    pages = paginate(strips, lambda _page: 100)
    assert [len(page) for page in pages] == [1, 2]


def test_what_no_page_can_hold_is_shared_out_all_the_same() -> None:
    pages = paginate(kept([_strip(40) for _ in range(7)]), lambda _page: 100)
    assert [len(page) for page in pages] == [2, 2, 2, 1]


def test_header_is_repeated_on_the_next_page() -> None:
    header = _strip(10)
    pages = paginate([header, *(_strip(40, header=header) for _ in range(4))], lambda _page: 100)
    assert [[placed.is_repeated for placed in page] for page in pages] == [[False] * 3, [True, False, False]]
    assert pages[1][0].strip is header


def test_room_loads_no_library_before_it_draws() -> None:
    code = (
        "import sys, verkstad.documents, verkstad.documents.preview, verkstad.domain.masking\n"
        "sys.exit(bool({'reportlab', 'pyphen', 'pypdfium2', 'PIL'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False, timeout=60).returncode == 0
