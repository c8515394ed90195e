"""The pages and cards, laid out by hand where people live in them all day."""
