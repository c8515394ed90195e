"""Dialog that shows an action plan as it will be printed, with buttons to print and save it."""

from PySide6.QtWidgets import QWidget

from verkstad.domain.records import Participant
from verkstad.services.access import Access
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.kit.parts import button
from verkstad.ui.papers.paper_view import PaperView, save_file


def show_plan(desk: Desk, parent: QWidget, participant_id: int) -> Dialog:
    """Open the dialog for a participant's action plan. Printing and saving are logged, viewing is not."""
    paper = desk.workspace.plans.paper(participant_id)

    def make() -> bytes:
        from verkstad.documents.action_plan import action_plan

        return action_plan(paper)

    dialog = Dialog(parent, paper.title)
    view = PaperView()
    view.setMinimumHeight(200)
    dialog.add_filling(view)

    def note(access: Access, what: str) -> None:
        desk.workspace.access_log.note(access, what, Participant.table, [participant_id])

    def print_it() -> None:
        from verkstad.ui.papers.printing import print_pdf

        print_pdf(
            dialog,
            paper.title,
            view.pdf,
            lambda: note("print", "Handlingsplan utskriven"),
            dialog.banner.show_words,
        )

    def save() -> None:
        save_file(
            dialog,
            f"{paper.title} {paper.case_number}.pdf",
            view.pdf,
            dialog.banner.show_words,
            lambda: note("export", "Handlingsplan sparad som fil"),
        )

    print_button = button("Skriv ut", print_it, icon="printer", role="primary")
    save_button = button("Spara som PDF", save, icon="download-simple")
    for one in (print_button, save_button):
        one.setEnabled(False)
        view.shown.connect(lambda one=one: one.setEnabled(bool(view.pdf)))
    dialog.add_buttons(save_button, button("Stäng", dialog.reject), print_button)
    view.show_paper(make)
    dialog.open_wide(760, 2000)
    return dialog
