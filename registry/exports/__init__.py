"""Sheets out: `columns.py` says what a table holds, `tables.py` reads its rows, `files.py`
knows the formats, each written as its rows come.

On these stand the admin's lists (`resources.py`), the empty sheets (`templates.py`), the
whole record for staff (`record.py`), and what readers may have: the tables (`public.py`)
and the whole public record (`download.py`, described by `dictionary.py`).
"""
