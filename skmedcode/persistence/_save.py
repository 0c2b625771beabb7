"""Writing a coder."""

import hashlib
import json
import warnings

import numpy as np
import safetensors.torch
import torch
from sklearn.utils.validation import check_is_fitted

from skmedcode.persistence._columns import NAME, describe_columns
from skmedcode.persistence._folder import DESCRIPTION, WEIGHTS, replacing
from skmedcode.persistence._values import NotPlain, to_json
from skmedcode.text import SubwordTokenizer

FORMAT = 1


def save(coder, folder):
    """Write a fitted coder to a folder.

    Everything is written under a temporary name beside the folder and renamed at the end, so that
    an interrupted call leaves no half-written coder and an older one as it was.

    Parameters
    ----------
    coder : BaseCoder
        Fitted.
    folder : str or path
        Made if missing. A folder that holds a saved coder is replaced; any other folder with
        something in it is refused.

    Raises
    ------
    NotFittedError
        If the coder is not fitted.
    FileExistsError
        If the folder holds something else.
    ValueError
        If the tokenizer cannot be written without pickle, because of a custom function.

    Notes
    -----
    The parameters are those of ``fit``, whatever was set since: they make the network.
    Parameters that only training needs and that are no plain values (callbacks, an own loss or
    optimizer) are left out with a warning; the loaded coder has their defaults.

    Examples
    --------
    >>> import tempfile
    >>> from skmedcode import CNNCoder, load, save
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = CNNCoder(num_filters=20, max_epochs=2, random_state=0)
    >>> coder = coder.fit(notes.data, notes.target)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(coder, f"{folder}/coder")
    ...     loaded = load(f"{folder}/coder", device="cpu")
    >>> bool((loaded.predict_proba(notes.data) == coder.predict_proba(notes.data)).all())
    True
    """
    if hasattr(coder, "_saved_attributes"):  # made of parts, which are saved by this function too
        from skmedcode.persistence._savable import write_parts

        check_is_fitted(coder)
        with replacing(folder) as new:
            write_parts(coder, new)
        return
    check_is_fitted(coder, "net_")
    description, tensors = describe(coder)
    with replacing(folder) as new:
        weights = safetensors.torch.save(tensors)
        description["sha256"] = hashlib.sha256(weights).hexdigest()
        (new / WEIGHTS).write_bytes(weights)
        text = json.dumps(description, indent=1)
        (new / DESCRIPTION).write_text(text, encoding="utf-8")


def describe(coder):
    """What ``coder.json`` says, and the tensors that lie beside it."""
    tensors = {}
    facts, reader = coder._facts, coder._reader
    description = {
        "format": FORMAT,
        "class": {"module": type(coder).__module__, "name": type(coder).__name__},
        "parameters": _parameters(coder, tensors),
        "code_names": _names(facts.code_names),
        "classes": _names(coder.classes_),
        "kind": reader.kind,
        "scale": reader.scale,
        "tokenizer": _tokenizer(reader.tokenizer, tensors),
        "vocabulary": to_json(_own_vocabulary(reader), {}, "vocabulary"),
        "table": describe_columns(reader, tensors),
        "n_patient_features": facts.n_patient_features,
        "n_tokens": facts.n_tokens,
        "embedding_dim": facts.embedding_dim,
        "titles": facts.title_ids is not None,
        "memory": facts.memory is not None,
        "slot_names": None if facts.memory is None else to_json(facts.memory.names, {}, "names"),
        "groups": None if facts.code_groups is None else facts.code_groups.tolist(),
        "group_names": None if facts.code_groups is None else _names(facts.group_names),
        "code_tree": None if facts.code_tree is None else _tree(facts.code_tree),
        "checkpoint": facts.checkpoint,
        "sparse_output": coder._sparse_output,
        "seed": coder._seed,
        "threshold": coder.threshold_,
        "n_iter": coder.n_iter_,
        "history": [_plain_row(row) for row in coder.history_],
    }
    tensors["reader.table"] = torch.from_numpy(reader.table)
    if facts.title_ids is not None:
        tensors |= _rows("titles", facts.title_ids)
    if facts.memory is not None:
        tensors |= _rows("memory.keys", facts.memory.keys)
        tensors |= _rows("memory.values", facts.memory.values)
    for name, tensor in module_tensors(coder.net_.module_).items():
        tensors[f"module.{name}"] = tensor.detach().cpu().contiguous().clone()
    for name, tensor in module_tensors(coder.net_.criterion_).items():  # counts of notes, groups
        tensors[f"loss.{name}"] = tensor.detach().cpu().contiguous().clone()
    return description, tensors


def _rows(name, rows):
    """Rows of different lengths as two tensors."""
    flat = np.concatenate([np.asarray(ids, dtype=np.int64) for ids in rows])
    lengths = torch.tensor([len(ids) for ids in rows])
    return {f"{name}.ids": torch.from_numpy(flat), f"{name}.lengths": lengths}


def _tree(tree):
    """What stands above the codes."""
    return {
        "parents": tree.parents.tolist(),
        "names": _names(tree.names),
        "places": tree.places.tolist(),
    }


def _own_vocabulary(reader):
    """The words of the notes; those of a checkpoint are in its tokenizer already."""
    return None if isinstance(reader.tokenizer, SubwordTokenizer) else reader.vocabulary


def _names(names):
    try:
        return to_json(names.astype(object), {}, "names")
    except NotPlain:
        raise ValueError(
            "Names of codes, and of what stands above them, must be str, numbers or tuples of them "
            "to be saved; fit with code_names=[str(name) for name in ...]."
        ) from None


def _plain_row(row):
    """One epoch of the history, without what callbacks recorded and JSON cannot hold."""
    plain = {}
    for key, value in row.items():
        value = value.item() if isinstance(value, np.generic) else value
        if isinstance(value, (bool, int, float, str)):
            plain[key] = value
    return plain


def module_tensors(module):
    """Parameters and buffers of a module, a shared one once."""
    return dict(module.named_parameters()) | dict(module.named_buffers())


def _parameters(coder, tensors):
    described, left_out = {}, []
    for name, value in coder._fit_params.items():
        if name == NAME and value is not None:  # written with what it has learnt
            continue
        found = {}
        try:
            described[name] = to_json(value, found, f"parameter.{name}")
        except NotPlain:
            if name in coder._needed_to_load:
                raise ValueError(
                    f"{name} must be a name, a number or a class of networks for the coder to be "
                    f"saved, got a {type(value).__name__}, which a file cannot hold; without it "
                    "the coder cannot be loaded. Use one of those, or pickle the coder."
                ) from None
            left_out.append(name)
        else:
            tensors |= found
    if left_out:
        warnings.warn(
            f"Not saved, because they are no plain values: {', '.join(left_out)}. Only training "
            "needs them; the loaded coder has their defaults.",
            UserWarning,
            stacklevel=4,
        )
    return described


def _tokenizer(tokenizer, tensors):
    plain = getattr(tokenizer, "vectorizer", tokenizer)
    try:
        return to_json(plain, tensors, "tokenizer")
    except NotPlain as error:
        raise ValueError(
            f"tokenizer must be made of plain values to be saved, {error} is not. Use parameters "
            "that are words, numbers or patterns in place of a function; concepts may be a mapping "
            "of phrase to name. Or pickle the coder."
        ) from None
