"""Save a fitted coder to a folder and load it again: JSON and safetensors, no pickle.

A folder holds ``coder.json`` (class, parameters, words, codes, threshold, history) and
``weights.safetensors`` (the network's tensors and the arrays among the parameters); that of a coder
with members has them in ``members/``. Loading runs no code from the folder.
"""

from skmedcode.persistence._load import load
from skmedcode.persistence._part import SavedPart
from skmedcode.persistence._savable import Savable
from skmedcode.persistence._save import save

__all__ = ["Savable", "SavedPart", "load", "save"]
