"""Fitted members as JSON, tensors and files; nothing is pickled."""

import hashlib

import numpy as np
import torch
from scipy import sparse
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import Pipeline

from skmedcode.base import BaseCoder
from skmedcode.persistence._folder import DESCRIPTION, MEMBERS
from skmedcode.persistence._foreign import write_foreign
from skmedcode.persistence._save import save
from skmedcode.persistence._values import NotPlain, to_json
from skmedcode.persistence._vectorizers import VECTORIZERS, describe_vectorizer


class PartWriter:
    """Describe fitted values; what JSON cannot hold goes to tensors, or to files in a folder.

    Parameters
    ----------
    folder : Path

    Attributes
    ----------
    tensors : dict of str to Tensor
    checksums : dict of file name to sha256
    left_out : list of str
        Parameters that are no plain values.
    """

    def __init__(self, folder):
        self.folder = folder
        self.tensors = {}
        self.checksums = {}
        self.left_out = []
        self._n_parts = 0

    def describe(self, value, name):
        """A fitted value as JSON.

        Parameters
        ----------
        value : object
        name : str
            Where it is, such as "members_.words.logistic": for messages and tensors.

        Returns
        -------
        dict

        Raises
        ------
        ValueError
            If it cannot be written without pickle; the message names it.
        """
        if isinstance(value, BaseCoder):
            place = self._place("")
            save(value, self.folder / place)
            content = (self.folder / place / DESCRIPTION).read_bytes()
            self.checksums[place] = hashlib.sha256(content).hexdigest()
            return {"saved": place}
        if _is_simple(value):
            return {"plain": to_json(value, self.tensors, name)}
        if isinstance(value, (list, tuple)):
            items = [self.describe(v, f"{name}.{_label(v, i)}") for i, v in enumerate(value)]
            return {"list" if isinstance(value, list) else "tuple": items}
        if isinstance(value, dict) and all(isinstance(key, str) for key in value):
            return {"dict": [(key, self.describe(v, f"{name}.{key}")) for key, v in value.items()]}
        if sparse.issparse(value):
            return self._matrix(sparse.csr_array(value), name)
        if isinstance(value, Pipeline):
            return {"pipeline": [(s, self.describe(v, f"{name}.{s}")) for s, v in value.steps]}
        if isinstance(value, FrozenEstimator):
            return {"frozen": self.describe(value.estimator, name)}
        if VECTORIZERS.get(type(value).__name__) is type(value):
            return describe_vectorizer(value, self.tensors, name)
        if hasattr(value, "_saved_attributes"):
            return self.estimator(value, name)
        try:
            return {"plain": to_json(value, self.tensors, name)}
        except NotPlain:
            return self._foreign(value, name)

    def estimator(self, value, name):
        """An object of our own: class, parameters that are plain, and what it has learnt."""
        own = value.get_params(deep=False) if hasattr(value, "get_params") else {}
        parameters = {}
        derived = getattr(value, "_unsaved_parameters", ())  # told by what was learnt
        for key, item in own.items():
            if key in derived:
                continue
            place = f"{name}.{key}".lstrip(".")
            try:
                parameters[key] = self.blueprint(item, f"{place} (parameter)")
            except NotPlain:
                self.left_out.append(place)
        learnt = {
            key: self.describe(getattr(value, key), f"{name}.{key}".lstrip("."))
            for key in value._saved_attributes
            if hasattr(value, key)
        }
        return {"estimator": _class_of(value), "parameters": parameters, "learnt": learnt}

    def blueprint(self, value, name):
        """A parameter as JSON: a plain value, or unfitted members that are made of such."""
        if isinstance(value, (list, tuple)):
            items = [self.blueprint(v, f"{name}.{_label(v, i)}") for i, v in enumerate(value)]
            return {"list" if isinstance(value, list) else "tuple": items}
        known = VECTORIZERS.get(type(value).__name__) is type(value) or type(value) is Pipeline
        if known or isinstance(value, BaseCoder) or hasattr(value, "_saved_attributes"):
            own = value.get_params(deep=False).items()
            parameters = {key: self.blueprint(item, f"{name}.{key}") for key, item in own}
            return {"unfitted": _class_of(value), "parameters": parameters}
        return {"plain": to_json(value, self.tensors, name)}

    def _foreign(self, value, name):
        content = write_foreign(value, name)
        place = self._place(".skops")
        (self.folder / place).write_bytes(content)
        self.checksums[place] = hashlib.sha256(content).hexdigest()
        return {"foreign": place}

    def _matrix(self, value, name):
        for part in ("data", "indices", "indptr"):
            array = np.ascontiguousarray(getattr(value, part))
            self.tensors[f"{name}.{part}"] = torch.from_numpy(array.copy())
        return {"csr": name, "shape": list(value.shape)}

    def _place(self, suffix):
        (self.folder / MEMBERS).mkdir(exist_ok=True)
        place = f"{MEMBERS}/{self._n_parts}{suffix}"
        self._n_parts += 1
        return place


def _class_of(value):
    return {"module": type(value).__module__, "name": type(value).__name__}


def _is_simple(value):
    """Whether a value is words and numbers all the way down; large ones are written as a whole."""
    if isinstance(value, dict):
        return all(_is_simple(key) and _is_simple(item) for key, item in value.items())
    if type(value) in (list, tuple):
        return all(_is_simple(item) for item in value)
    return value is None or isinstance(value, (bool, int, float, str))


def _label(item, place):
    """The name of a (name, estimator) pair, else the place."""
    named = isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str)
    return item[0] if named else place
