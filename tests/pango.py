"""What the tests of PDF stand on: WeasyPrint and its libraries. Without them they are skipped,
and say so; with PDF_TESTS=required, as .ci/run sets it, they fail instead."""

import os

import pytest

from registry.paper import engine


def needs_engine():
    if engine() is None:
        if os.environ.get("PDF_TESTS") == "required":
            pytest.fail("WeasyPrint can't be read in, and the tests of PDF are required.")
        pytest.skip("WeasyPrint can't be read in (Debian: see requirements-pdf.txt).")
