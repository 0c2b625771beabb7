"""An ensemble as a folder: ``coder.json``, ``weights.safetensors`` and its members' own folders."""

import hashlib
import json
import warnings

import safetensors.torch

from skmedcode.persistence._folder import DESCRIPTION, WEIGHTS
from skmedcode.persistence._part_reader import PartReader
from skmedcode.persistence._part_writer import PartWriter
from skmedcode.utils._validation import check_code_names

FORMAT = 1


class Savable:
    """What :func:`skmedcode.save` and :func:`skmedcode.load` ask of a coder that is no network.

    A subclass lists in ``_saved_attributes`` what ``fit`` has learnt: arrays, sparse matrices,
    plain values, estimators, and lists, tuples and dicts of them. The members of an ensemble are
    among these. Any estimator with that list and ``_after_load`` can be saved, of this base or not.
    """

    _saved_attributes = ("classes_", "threshold_", "_sparse_output")

    def _after_load(self):
        """Put right what a description cannot tell: the type of the codes' names."""
        names = self.classes_.tolist()
        self.classes_ = check_code_names(names, len(names))
        if not isinstance(self.threshold_, float):
            raise TypeError("threshold_ is no number")


def write_parts(coder, folder):
    """Write a fitted coder into an empty folder.

    Parameters
    ----------
    coder : object with ``_saved_attributes``
    folder : Path

    Raises
    ------
    ValueError
        If a member cannot be written without pickle; the message names it.
    ImportError
        If a member of scikit-learn needs the package skops.
    """
    writer = PartWriter(folder)
    described = writer.estimator(coder, "")
    _warn_of_rest(writer.left_out)
    weights = safetensors.torch.save(writer.tensors)
    (folder / WEIGHTS).write_bytes(weights)
    description = {
        "format": FORMAT,
        "class": described["estimator"],
        "ensemble": described,
        "files": writer.checksums,
        "sha256": hashlib.sha256(weights).hexdigest(),
    }
    text = json.dumps(description, indent=1)
    (folder / DESCRIPTION).write_text(text, encoding="utf-8")


def read_parts(folder, description, tensors, device):
    """Make the coder that lies in a folder.

    Parameters
    ----------
    folder : Path
    description : dict
        Content of ``coder.json``.
    tensors : dict of str to Tensor
    device : str
        For the networks among the members.

    Returns
    -------
    estimator
        Fitted.
    """
    reader = PartReader(folder, tensors, description["files"], device)
    return reader.estimator(description["ensemble"])


def _warn_of_rest(left_out):
    if left_out:
        warnings.warn(
            f"Not saved, because they are no plain values: {', '.join(left_out)}. Only training "
            "needs them; the loaded coder has their defaults.",
            UserWarning,
            stacklevel=4,
        )
