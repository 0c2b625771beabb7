"""Parameter values as JSON and back; what is no plain value is named, never pickled."""

import numbers
import os
from collections.abc import Mapping
from dataclasses import fields

import numpy as np
import torch
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.frozen import FrozenEstimator
from torch import nn

from skmedcode.code_systems import ICD9CM, ICD10CM, ICD10PCS
from skmedcode.code_systems._mapped_codes import MappedCodes
from skmedcode.text import GuidelineAugmenter, NoteTokenizer, SubwordTokenizer, WordVectors
from skmedcode.utils._checkpoints import is_checkpoint_name

ESTIMATORS = {
    cls.__name__: cls
    for cls in (
        GuidelineAugmenter,
        NoteTokenizer,
        SubwordTokenizer,
        WordVectors,
        CountVectorizer,
        TfidfVectorizer,
        FrozenEstimator,
    )
}
CODE_SYSTEMS = {cls.__name__: cls for cls in (ICD9CM, ICD10CM, ICD10PCS, MappedCodes)}
# What coders use of a fitted one.
FITTED = ("vocabulary_", "vectors_", "tokenizer_", "tokenizer_json_")
FITTED += ("padding_id_", "unknown_id_", "prefix_", "suffix_")


class NotPlain(ValueError):
    """A value that JSON and tensors cannot hold."""


def to_json(value, tensors, name):
    """Describe a value; numeric arrays go to ``tensors`` under ``name``.

    Raises
    ------
    NotPlain
        For callbacks, functions, modules and other objects.
    """
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value)
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        native = value.astype(value.dtype.newbyteorder("="))
        tensors[name] = torch.from_numpy(np.ascontiguousarray(native))
        return {"array": name}
    if isinstance(value, np.ndarray):
        return {"names": [to_json(item, tensors, name) for item in value.ravel().tolist()]}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value) if isinstance(value, (set, frozenset)) else value
        places = (f"{name}.{i}" for i in range(len(items)))
        kind = "set" if isinstance(value, (set, frozenset)) else type(value).__name__
        if kind not in ("list", "tuple", "set"):
            raise NotPlain(name)
        return {kind: [to_json(v, tensors, p) for v, p in zip(items, places, strict=True)]}
    if isinstance(value, Mapping):
        pairs = enumerate(value.items())
        return {
            "mapping": [
                [to_json(k, tensors, f"{name}.{i}.key"), to_json(v, tensors, f"{name}.{i}")]
                for i, (k, v) in pairs
            ]
        }
    return _object_to_json(value, tensors, name)


def _object_to_json(value, tensors, name):
    kind = type(value).__name__
    if isinstance(value, type) and issubclass(value, np.generic):
        return {"dtype": np.dtype(value).name}
    if ESTIMATORS.get(kind) is type(value):
        parameters = value.get_params(deep=False)
        if isinstance(value, SubwordTokenizer) and not is_checkpoint_name(value.checkpoint):
            parameters["checkpoint"] = None  # an object, whose content is in tokenizer_json_
        parameters = {
            key: to_json(item, tensors, f"{name}.{key}") for key, item in parameters.items()
        }
        fitted = {
            key: to_json(vars(value)[key], tensors, f"{name}.{key}")
            for key in FITTED
            if key in vars(value)
        }
        return {"estimator": kind, "parameters": parameters, "fitted": fitted}
    if CODE_SYSTEMS.get(kind) is type(value):
        given = {field.name: getattr(value, field.name) for field in fields(value)}
        return {"code_system": kind, "given": to_json(given, tensors, f"{name}.given")}
    if isinstance(value, type) and issubclass(value, nn.Module) and "<" not in value.__qualname__:
        return {"part": {"module": value.__module__, "name": value.__qualname__}}
    raise NotPlain(name)


def from_json(described, tensors):
    """The value that :func:`to_json` described."""
    if not isinstance(described, dict):
        return described
    kind = next(iter(described))
    content = described[kind]
    if kind == "array":
        return tensors[content].numpy()
    if kind == "names":
        names = np.empty(len(content), dtype=object)
        for place, item in enumerate(content):
            names[place] = from_json(item, tensors)
        return names
    if kind in ("list", "tuple", "set"):
        return {"list": list, "tuple": tuple, "set": set}[kind](
            from_json(item, tensors) for item in content
        )
    if kind == "mapping":
        return {from_json(key, tensors): from_json(item, tensors) for key, item in content}
    if kind == "dtype":
        return np.dtype(content).type
    if kind == "code_system":
        return CODE_SYSTEMS[content](**from_json(described.get("given", {"mapping": []}), tensors))
    if kind == "part":
        return _known_part(content["module"], content["name"])
    parameters = {k: from_json(v, tensors) for k, v in described["parameters"].items()}
    estimator = ESTIMATORS[content](**parameters)
    for key, item in described["fitted"].items():
        setattr(estimator, key, from_json(item, tensors))
    return estimator


def _known_part(module, name):
    """A class of networks by name, among those that exist: nothing is imported."""
    waiting = [nn.Module]
    while waiting:
        for found in waiting:
            if (found.__module__, found.__qualname__) == (module, name):
                return found
        waiting = [child for parent in waiting for child in parent.__subclasses__()]
    raise ValueError(
        f"The coder was made with {name} of {module}, which is not imported. Import it first: "
        f"from {module} import {name}."
    )
