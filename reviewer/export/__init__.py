"""A review as other programs read it: JSON, a workbook, CSV."""
