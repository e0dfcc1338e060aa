"""The record for programs, at `/api/v1/`: read only, and the same facts as on the pages.

`v1.py` holds the promise and the addresses; `kinds.py` makes the list and the page of each
kind; one file a subject says what an answer holds and by what a list is filtered.
"""
