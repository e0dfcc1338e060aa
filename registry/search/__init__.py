"""Finding a record by its words: what is kept of each (`entries.py`, `keep.py`), and how
it is asked (`ask.py`). What may be seen is asked of the records at each reading."""
