"""Every fault of the suite, in the order of the table. To add a fault, add a module and a line here."""

from tests.faults.canaries import CANARIES
from tests.faults.damaged_copies import DAMAGED_COPIES
from tests.faults.damaged_databases import DAMAGED_DATABASES
from tests.faults.damaged_slots import DAMAGED_SLOTS
from tests.faults.double_starts import DOUBLE_STARTS
from tests.faults.fault import Fault
from tests.faults.finishing_kills import FINISHING_KILLS
from tests.faults.full_disks import FULL_DISKS
from tests.faults.injected_calls import INJECTED_CALLS
from tests.faults.kills import KILLS
from tests.faults.locks import LOCKS
from tests.faults.lost_writes import LOST_WRITES
from tests.faults.memory import MEMORY
from tests.faults.passwords import PASSWORD_KINDS
from tests.faults.power_cuts import POWER_CUTS
from tests.faults.protected_people import PROTECTED_PEOPLE
from tests.faults.releases import RELEASES
from tests.faults.restored_copies import RESTORED_COPIES
from tests.faults.retention import RETENTION
from tests.faults.rules import RULES
from tests.faults.second_windows import SECOND_WINDOWS
from tests.faults.sockets import SOCKETS
from tests.faults.spreadsheets import SPREADSHEETS
from tests.faults.typing_kills import TYPING_KILLS
from tests.faults.windows_rules import WINDOWS_RULES
from tests.faults.withdrawn_keys import WITHDRAWN_KEYS

FAULTS: dict[str, Fault] = {
    fault.id: fault
    for fault in (
        KILLS,
        INJECTED_CALLS,
        POWER_CUTS,
        DAMAGED_DATABASES,
        DAMAGED_SLOTS,
        DAMAGED_COPIES,
        FULL_DISKS,
        DOUBLE_STARTS,
        RETENTION,
        RESTORED_COPIES,
        RELEASES,
        PASSWORD_KINDS,
        WITHDRAWN_KEYS,
        LOST_WRITES,
        TYPING_KILLS,
        FINISHING_KILLS,
        RULES,
        LOCKS,
        MEMORY,
        SECOND_WINDOWS,
        CANARIES,
        PROTECTED_PEOPLE,
        SOCKETS,
        WINDOWS_RULES,
        SPREADSHEETS,
    )
}
