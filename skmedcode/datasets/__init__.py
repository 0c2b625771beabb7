"""Notes with codes: generated ones, and readers of published corpora."""

from skmedcode.datasets._cantemist import load_cantemist
from skmedcode.datasets._clinical_notes import make_clinical_notes
from skmedcode.datasets._codiesp import load_codiesp

__all__ = ["load_cantemist", "load_codiesp", "make_clinical_notes"]
