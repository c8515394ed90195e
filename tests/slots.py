"""A single key slot, for tests that need no more."""

from verkstad.storage.keys import Cost, Slot, SlotKind


def sealed(
    data_key: bytes, secret: str, kind: SlotKind, staff_id: int, cost: Cost, made_on: str = ""
) -> Slot:
    return Slot.seal_and_open(data_key, secret, kind, staff_id, cost, made_on)[0]
