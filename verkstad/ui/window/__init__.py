"""The main window: sidebar, search, status line, help, and the list of its pages. It knows no page from inside."""
