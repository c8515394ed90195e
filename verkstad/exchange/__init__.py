"""Files in and out: the import workbook, its marked copy, and reports as xlsx and json."""
