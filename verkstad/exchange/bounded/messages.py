"""Messages between the two processes through their pipes, each preceded by its length."""

import io
import pickle
from typing import IO, Any

_LENGTH = 8  # bytes
_CLASSES = {
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("datetime", "time"),
    ("datetime", "timedelta"),
    ("verkstad.exchange.files", "ERROR"),
}
"""What a cell may contain besides text and numbers."""


class TooLarge(Exception):
    """A message is longer than the receiver accepts."""


def send(stream: IO[bytes], message: object) -> None:
    content = io.BytesIO()
    pickler = pickle.Pickler(content, pickle.HIGHEST_PROTOCOL)
    # Cells are seldom the same object, and tracking them would take time and memory.
    pickler.fast = True
    pickler.dump(message)
    stream.write(content.tell().to_bytes(_LENGTH, "big"))
    stream.write(content.getbuffer())
    stream.flush()


def receive_trusted(stream: IO[bytes]) -> Any:
    """Receive a message from the program itself."""
    return pickle.loads(_message(stream, None))


def receive(stream: IO[bytes], at_most: int) -> tuple[int, Any]:
    """Return the size of a message in bytes, and its content. Only plain data is unpickled.

    Raises EOFError at the end, TooLarge, or UnpicklingError.
    """
    content = _message(stream, at_most)
    try:
        return len(content), _PlainData(io.BytesIO(content)).load()
    except Exception as error:  # invalid data can raise nearly anything
        raise pickle.UnpicklingError("no message") from error


def _message(stream: IO[bytes], at_most: int | None) -> bytes:
    length = int.from_bytes(_exactly(stream, _LENGTH), "big")
    if at_most is not None and length > at_most:
        raise TooLarge(length)
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], length: int) -> bytes:
    pieces, left = [], length
    while left:
        piece = stream.read(min(left, 1 << 20))
        if not piece:
            raise EOFError
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


class _PlainData(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _CLASSES:
            raise pickle.UnpicklingError(f"{module}.{name} is no cell")
        return super().find_class(module, name)
