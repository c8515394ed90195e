"""Known faults, which the user can be told about in a sentence. Any other error is a bug."""

from collections.abc import Mapping


class VerkstadError(Exception):
    """A known fault. Its text is one or two Swedish sentences: what happened, what is safe, what to do."""


class InvalidRecord(VerkstadError):
    """A record breaks its rules; `problems` has a Swedish sentence for each field name."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(problems.values())))
        self.problems = dict(problems)
