"""The main window: sidebar, search, status line, help, and the list of pages. It imports no page directly."""
