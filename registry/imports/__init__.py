"""Sheets in: a file is read into rows, its columns, cells and links are understood, what
would change is planned and shown, and then applied as one, traced, and undone if need be.

Reading: `readers.py` is the one door and `files.py` what comes through it; `guard.py` looks
at a workbook before anything opens it, `workbooks.py` and `text_files.py` read, `layouts.py`
makes headers and rows of the sheet (`tables.py`, `table_rows.py`).
Understanding: `kinds.py` says what each kind of sheet may hold, `columns.py` which column
is which field, `cells.py`, `days.py` and `names.py` what a cell says, `matching.py` whom it
means.
"""
