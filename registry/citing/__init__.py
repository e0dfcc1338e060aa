"""How a page is cited: from its facts to words, and to what programs for references read.

No requests and no database: who cites hands over a `Work`.
"""

from .bibtex import bibtex
from .csl import csl_json
from .ris import ris
from .words import apa, apa_parts, plain
from .work import Work

__all__ = ["Work", "apa", "apa_parts", "bibtex", "csl_json", "plain", "ris"]
