"""Ways in which a file gets damaged: by a failing disk, an interrupted copy, or a well-meant edit."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

PAGE = 4096


@dataclass(frozen=True)
class Past:
    """Earlier states of the same file, another workshop's file, and journals of earlier transactions."""

    earlier: tuple[bytes, ...]
    foreign: bytes
    journals: tuple[bytes, ...]


Damage = Callable[[Path, Random, Past], None]


def _pages(content: bytes) -> list[bytes]:
    return [content[at : at + PAGE] for at in range(0, len(content), PAGE)]


def _bits(path: Path, rng: Random, past: Past) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(rng.randint(1, 8)):
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    path.write_bytes(content)


def _run_of_bytes(path: Path, rng: Random, past: Past) -> None:
    content = bytearray(path.read_bytes())
    at, length = rng.randrange(len(content)), rng.randint(1, 600)
    content[at : at + length] = rng.randbytes(min(length, len(content) - at))
    path.write_bytes(content)


def _on_pages(change: Callable[[list[bytes], Random, Past], None]) -> Damage:
    def damage(path: Path, rng: Random, past: Past) -> None:
        pages = _pages(path.read_bytes())
        change(pages, rng, past)
        path.write_bytes(b"".join(pages))

    return damage


def _zeroed(pages: list[bytes], rng: Random, past: Past) -> None:
    pages[rng.randrange(len(pages))] = bytes(PAGE)


def _garbage(pages: list[bytes], rng: Random, past: Past) -> None:
    pages[rng.randrange(len(pages))] = rng.randbytes(PAGE)


def _swapped(pages: list[bytes], rng: Random, past: Past) -> None:
    one, other = rng.sample(range(len(pages)), 2)
    pages[one], pages[other] = pages[other], pages[one]


def _duplicated(pages: list[bytes], rng: Random, past: Past) -> None:
    one, other = rng.sample(range(len(pages)), 2)
    pages[one] = pages[other]


def _stale(pages: list[bytes], rng: Random, past: Past) -> None:
    """Pages from an earlier time: each one is intact and encrypted with the right key."""
    old = _pages(rng.choice(past.earlier))
    differing = _differing(pages, old)
    _fall_back(pages, old, rng.sample(differing, min(len(differing), rng.choice((1, 1, 1, 2, 5)))))


def _stale_end(pages: list[bytes], rng: Random, past: Past) -> None:
    """Half copied over an older file: the beginning is new, the rest is old."""
    old = _pages(rng.choice(past.earlier))
    cut = rng.randrange(1, len(pages))
    _fall_back(pages, old, [number for number in _differing(pages, old) if number >= cut])
    del pages[max(cut, len(old)) :]


def _stale_beginning(pages: list[bytes], rng: Random, past: Past) -> None:
    old = _pages(rng.choice(past.earlier))
    cut = rng.randrange(1, min(len(pages), len(old)))
    _fall_back(pages, old, [number for number in _differing(pages, old) if number < cut])


def _differing(pages: list[bytes], old: list[bytes]) -> list[int]:
    return [number for number in range(min(len(old), len(pages))) if old[number] != pages[number]]


def _fall_back(pages: list[bytes], old: list[bytes], numbers: list[int]) -> None:
    """Replace pages by older ones, but never all that differ: that would be a valid earlier state of the folder.

    The one that stays is the first that differs, except the first page of the file, which shows nothing: it holds
    only the sequences of the tables. A later page may be unused.
    """
    is_all = len(numbers) == len(_differing(pages, old)) and len(old) == len(pages)
    stays = next((number for number in numbers if number), None) if is_all else None
    for number in numbers:
        if number != stays:
            pages[number] = old[number]


def _foreign_page(pages: list[bytes], rng: Random, past: Past) -> None:
    foreign = _pages(past.foreign)
    number = rng.randrange(min(len(pages), len(foreign)))
    pages[number] = foreign[number]


def _removed_page(pages: list[bytes], rng: Random, past: Past) -> None:
    del pages[rng.randrange(len(pages))]


def _truncated(path: Path, rng: Random, past: Past) -> None:
    size = path.stat().st_size
    path.write_bytes(
        path.read_bytes()[: rng.choice((rng.randrange(size), rng.randrange(size) // PAGE * PAGE))]
    )


def _extended(path: Path, rng: Random, past: Past) -> None:
    more = rng.choice((bytes(PAGE), rng.randbytes(PAGE), rng.randbytes(rng.randint(1, 9000)), bytes(17)))
    path.write_bytes(path.read_bytes() + more)


def _zeros_to_the_end(path: Path, rng: Random, past: Past) -> None:
    content = path.read_bytes()
    kept = rng.randrange(len(content))
    path.write_bytes(content[:kept] + bytes(len(content) - kept))


def _header(path: Path, rng: Random, past: Past) -> None:
    content = bytearray(path.read_bytes())
    at = rng.randrange(100)
    content[at : at + rng.randint(1, 16)] = rng.randbytes(1)
    path.write_bytes(content)


def _salt(path: Path, rng: Random, past: Past) -> None:
    path.write_bytes(rng.randbytes(16) + path.read_bytes()[16:])


def _plain_header(path: Path, rng: Random, past: Past) -> None:
    path.write_bytes(b"SQLite format 3\x00" + path.read_bytes()[16:])


def _empty(path: Path, rng: Random, past: Past) -> None:
    path.write_bytes(b"")


def _missing(path: Path, rng: Random, past: Past) -> None:
    path.unlink()


def _folder_instead(path: Path, rng: Random, past: Past) -> None:
    path.unlink()
    path.mkdir()


def _rubbish(path: Path, rng: Random, past: Past) -> None:
    path.write_bytes(rng.randbytes(rng.choice((1, 15, 16, 512, 5000, 100_000))))


def _foreign(path: Path, rng: Random, past: Past) -> None:
    path.write_bytes(past.foreign)


def _old_journal(path: Path, rng: Random, past: Past) -> None:
    path.with_name(f"{path.name}-journal").write_bytes(rng.choice(past.journals))


def _rubbish_journal(path: Path, rng: Random, past: Past) -> None:
    journal = bytearray(rng.choice((rng.choice(past.journals), rng.randbytes(5000))))
    for _ in range(rng.randint(0, 40)):
        journal[rng.randrange(len(journal))] = rng.randrange(256)
    path.with_name(f"{path.name}-journal").write_bytes(journal[: rng.randint(1, len(journal))])


def _rubbish_wal(path: Path, rng: Random, past: Past) -> None:
    path.with_name(f"{path.name}-wal").write_bytes(rng.randbytes(rng.choice((32, 5000))))
    path.with_name(f"{path.name}-shm").write_bytes(rng.randbytes(32768))


ANY_FILE: dict[str, Damage] = {
    "bits": _bits,
    "bytes": _run_of_bytes,
    "truncated": _truncated,
    "extended": _extended,
    "zeros to the end": _zeros_to_the_end,
    "empty": _empty,
    "missing": _missing,
    "a folder instead": _folder_instead,
    "rubbish": _rubbish,
    "foreign": _foreign,
}
DATABASE: dict[str, Damage] = {
    **ANY_FILE,
    "header": _header,
    "salt": _salt,
    "plain header": _plain_header,
    "zeroed page": _on_pages(_zeroed),
    "garbage page": _on_pages(_garbage),
    "swapped pages": _on_pages(_swapped),
    "duplicated page": _on_pages(_duplicated),
    "removed page": _on_pages(_removed_page),
    "foreign page": _on_pages(_foreign_page),
    "stale page": _on_pages(_stale),
    "stale end": _on_pages(_stale_end),
    "stale beginning": _on_pages(_stale_beginning),
    "old journal": _old_journal,
    "rubbish journal": _rubbish_journal,
    "rubbish wal": _rubbish_wal,
}
