"""The page Verktygslån: tools that participants have taken home."""

from verkstad.domain.records.tool_loans import ToolLoan

from verkstad.ui.kit.list_page import ListWords
from verkstad.ui.screens.registers.page import RegisterPage


class ToolLoansPage(RegisterPage):
    record_type = ToolLoan
    fields = ("tool", "participant_id", "lent_on", "state", "kept_at", "key_code", "words")
    words = ListWords(
        title="Verktygslån",
        one="lån",
        many="lån",
        search="Sök verktyg eller deltagare",
        empty_heading="Här kommer lånade verktyg att stå",
        empty_help="Skriv upp vad som tas hem, så vet ni vem som har det.",
        icon="briefcase",
    )
    help_text = "Verktyg som deltagare har lånat hem. Ändra läget när de är tillbaka."


PAGE = ToolLoansPage
