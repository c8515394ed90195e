"""The monthly status reports: the list, the editor, and the steps to delivery."""
