"""What was written of fitted members, made into members again; no code of a folder is run."""

import hashlib
import re

from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import Pipeline

from skmedcode.base import BaseCoder
from skmedcode.persistence._folder import DESCRIPTION, MEMBERS
from skmedcode.persistence._foreign import read_foreign
from skmedcode.persistence._load import load
from skmedcode.persistence._part import SavedPart
from skmedcode.persistence._values import from_json
from skmedcode.persistence._vectorizers import VECTORIZERS, make_vectorizer


class PartReader:
    """Make values of what ``PartWriter`` described.

    Parameters
    ----------
    folder : Path
    tensors : dict of str to Tensor
    checksums : dict of file name to sha256
    device : str
        For the networks among the members.
    """

    def __init__(self, folder, tensors, checksums, device):
        self.folder = folder
        self.tensors = tensors
        self.checksums = checksums
        self.device = device

    def value(self, described):
        """The value of one description."""
        kind = next(iter(described), None)
        if kind == "csr":
            return self._matrix(described)
        if kind == "vectorizer":
            return make_vectorizer(described, self.tensors)
        if kind == "estimator":
            return self.estimator(described)
        if kind == "unfitted":
            return _known_class(described[kind])(**self._parameters(described))
        makers = {
            "plain": lambda content: from_json(content, self.tensors),
            "list": lambda content: [self.value(item) for item in content],
            "tuple": lambda content: tuple(self.value(item) for item in content),
            "dict": lambda content: {key: self.value(item) for key, item in content},
            "pipeline": lambda content: Pipeline([(s, self.value(v)) for s, v in content]),
            "frozen": lambda content: FrozenEstimator(self.value(content)),
            "saved": self._saved,
            "foreign": self._foreign,
        }
        return makers[kind](described[kind])

    def estimator(self, described):
        """An object of our own, of a class that is imported already."""
        kind = _known_class(described["estimator"])
        if issubclass(kind, SavedPart):
            made = kind.__new__(kind)
        else:
            made = kind(**self._parameters(described))
        for key, part in described["learnt"].items():
            if key not in made._saved_attributes:
                raise ValueError(f"{self.folder} gives {type(made).__name__} an unknown {key!r}.")
            object.__setattr__(made, key, self.value(part))  # frozen dataclasses too
        made._after_load()
        return made

    def _parameters(self, described):
        return {key: self.value(item) for key, item in described["parameters"].items()}

    def _matrix(self, described):
        names = (f"{described['csr']}.{part}" for part in ("data", "indices", "indptr"))
        parts = tuple(self.tensors[name].numpy() for name in names)
        matrix = sparse.csr_array(parts, shape=tuple(described["shape"]))
        matrix.check_format(full_check=True)  # compiled code will follow its indices
        return matrix

    def _saved(self, place):
        if (self._place(place) / DESCRIPTION).exists():  # else load tells what is missing
            self._checked(place, (self._place(place) / DESCRIPTION).read_bytes())
        return load(self._place(place), device=self.device)

    def _foreign(self, place):
        return read_foreign(self._checked(place, self._place(place).read_bytes()), place)

    def _checked(self, place, content):
        if hashlib.sha256(content).hexdigest() != self.checksums.get(place):
            raise ValueError(
                f"{self.folder / place} is damaged or belongs to another coder. Copy the whole "
                "folder again."
            )
        return content

    def _place(self, place):
        if not re.fullmatch(rf"{MEMBERS}/\d+(\.skops)?", str(place)):
            raise ValueError(f"{self.folder} names a part outside of itself.")
        path = self.folder / place
        if not path.exists():
            raise FileNotFoundError(f"{place} is missing in {self.folder}; copy the whole folder.")
        return path


def _known_class(wanted):
    """A class by name, among those that exist: nothing is imported."""
    module, name = wanted["module"], wanted["name"]
    waiting = [BaseEstimator, SavedPart]
    while waiting:
        for found in waiting:
            if (found.__module__, found.__name__) == (module, name) and _may_be_made(found):
                return found
        waiting = [child for parent in waiting for child in parent.__subclasses__()]
    raise ValueError(
        f"The folder holds a {name} of {module}, which is not imported. Import it first: "
        f"from {module} import {name}."
    )


def _may_be_made(found):
    if found is Pipeline or VECTORIZERS.get(found.__name__) is found:
        return True
    return issubclass(found, BaseCoder) or hasattr(found, "_saved_attributes")
