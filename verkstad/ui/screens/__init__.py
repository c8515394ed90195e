"""What the pages of the window show. A folder a subject; loose files are used by several subjects."""
