"""Sheets out: `columns.py` says what a table holds, `tables.py` reads its rows, `files.py`
knows the formats, each written as its rows come.

On these stand the admin's lists (`resources.py`), the whole record for staff (`record.py`),
and the tables that readers may have (`public.py`, `roster.py`).
"""
