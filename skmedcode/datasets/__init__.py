"""Notes with codes: generated ones, readers of published corpora, and of your own tables."""

from skmedcode.datasets._cantemist import load_cantemist
from skmedcode.datasets._clinical_notes import make_clinical_notes
from skmedcode.datasets._cmc2007 import load_cmc2007
from skmedcode.datasets._codiesp import load_codiesp
from skmedcode.datasets._fetch_codiesp import fetch_codiesp
from skmedcode.datasets._hard_notes import HARD_NOTES
from skmedcode.datasets._mimic3 import load_mimic3
from skmedcode.datasets._mimic4 import load_mimic4
from skmedcode.datasets._table import load_table

__all__ = [
    "HARD_NOTES",
    "fetch_codiesp",
    "load_cantemist",
    "load_cmc2007",
    "load_codiesp",
    "load_mimic3",
    "load_mimic4",
    "load_table",
    "make_clinical_notes",
]
