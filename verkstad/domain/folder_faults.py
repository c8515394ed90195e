"""Faults of a data folder, each with a Swedish text: what happened, what is safe, what to do."""

from verkstad.domain.errors import VerkstadError


class Remark(str):
    """A message that is shown during long work and repeated when the work is done."""

    __slots__ = ()


class WrongSecret(VerkstadError):
    """The secret is neither a password nor a recovery code of the folder."""


class MistypedCode(WrongSecret):
    """The secret looks like a recovery code, but its check characters are wrong."""


class DamagedFolder(VerkstadError):
    """A file in the data folder cannot be read or has invalid content."""


class FolderBusy(VerkstadError):
    """The folder is open in another program or window."""


class FolderTaken(VerkstadError):
    """The folder already contains a workshop."""


class NewerFolder(VerkstadError):
    """The folder was written by a newer version of Verkstad."""


class FolderUnwritable(VerkstadError):
    """The folder or the disk refuses to be written to."""


class DiskFull(FolderUnwritable):
    """The disk has no room for the data to write."""


class RoomReleased(DiskFull):
    """The disk was full, and the reserved room has been released: a second attempt may succeed."""


class FolderGone(FolderUnwritable):
    """The opened folder is no longer at its path."""

    def __init__(self) -> None:
        super().__init__(GONE)


class FolderOverwritten(FolderUnwritable):
    """Another program has written to the database file while it was open."""

    def __init__(self) -> None:
        super().__init__(OVERWRITTEN)


class InUse(VerkstadError):
    """Other records point to the record to delete, or a record points to one that does not exist."""


DAMAGED = (
    "Databasen i datamappen är skadad och har inte öppnats. Ingenting har ändrats. "
    "Återställ den senaste säkerhetskopian. Finns ingen: be it-stöd läsa ut det som går med verkstad salvage."
)
BUSY = (
    "Datamappen är redan öppen i ett annat fönster eller program. Ingenting har ändrats. "
    "Stäng det andra först och försök igen."
)
UNWRITABLE = (
    "Det går inte att skriva i mappen. Det som var sparat är kvar. "
    "Kontrollera att du har rätt att skriva där och att disken är ansluten."
)
FULL = (
    "Disken är full, så ändringen kunde inte sparas. Det som var sparat är kvar. "
    "Frigör plats och försök igen."
)
ROOM_RELEASED = (
    "Disken är full, så ändringen sparades inte. Nu finns plats igen, för programmet har släppt utrymme som det "
    "hade lagt undan. Försök igen, och ta sedan bort stora filer."
)
GONE = (
    "Datamappen finns inte längre där den öppnades: den har flyttats, bytt namn eller kopplats ur. Det som var "
    "sparat är kvar i den. Sätt tillbaka den, lås och lås upp. Då kan du spara igen."
)
OVERWRITTEN = (
    "Databasen har skrivits över av något annat än Verkstad medan den var öppen, till exempel av ett program som "
    "synkar filer. Ingenting mer sparas, för det skulle skada den. Lås och lås upp, och återställ den senaste "
    "säkerhetskopian om det som syns då inte är det du väntar dig."
)
AWAY = (
    "Mappen med verkstaden går inte att nå. Den har flyttats, bytt namn eller kopplats ur. Det som var sparat är "
    "kvar i den. Sätt tillbaka den eller anslut disken, och försök igen."
)
TOO_LARGE = (
    "Filen får inte bli så stor där: disken eller datorn har en gräns för hur stora filer får vara. Det som var "
    "sparat är kvar. Be it-stöd om hjälp, eller välj en annan disk."
)
IN_USE = "Ändringen kunde inte sparas, eftersom andra uppgifter hör ihop med den. Ingenting har ändrats."
DOUBLE = "Den uppgiften finns redan. Ingenting har ändrats."
REFUSED = "Ändringen kunde inte sparas, eftersom en uppgift saknas eller har fel form. Ingenting har ändrats."
