"""Exports: what stands on the screen, as a workbook."""
