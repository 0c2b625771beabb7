"""Notes with codes: generated ones, readers of published corpora, and of your own tables."""

from skmedcode.datasets._cantemist import load_cantemist
from skmedcode.datasets._clinical_notes import make_clinical_notes
from skmedcode.datasets._codiesp import load_codiesp
from skmedcode.datasets._hard_notes import HARD_NOTES
from skmedcode.datasets._table import load_table

__all__ = ["HARD_NOTES", "load_cantemist", "load_codiesp", "load_table", "make_clinical_notes"]
