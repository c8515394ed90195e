"""Every fault of the suite, in the order of the table: an explicit list. A new one is a file and a line."""

from tests.faults.damaged_databases import DAMAGED_DATABASES
from tests.faults.fault import Fault
from tests.faults.injected_calls import INJECTED_CALLS
from tests.faults.kills import KILLS
from tests.faults.power_cuts import POWER_CUTS

FAULTS: dict[str, Fault] = {fault.id: fault for fault in (KILLS, INJECTED_CALLS, POWER_CUTS, DAMAGED_DATABASES)}
