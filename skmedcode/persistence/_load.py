"""Reading a coder."""

import hashlib
import json
from pathlib import Path

import numpy as np
import safetensors
import safetensors.torch
import torch
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.frozen import FrozenEstimator
from torch.nn.parameter import is_lazy

from skmedcode.base import BaseCoder
from skmedcode.facts import FitFacts, MemoryFacts, TreeFacts
from skmedcode.persistence._columns import restore_columns
from skmedcode.persistence._folder import DESCRIPTION, WEIGHTS
from skmedcode.persistence._save import FORMAT, module_tensors
from skmedcode.persistence._values import from_json
from skmedcode.text import make_tokenizer
from skmedcode.training import Trained, loaded_net
from skmedcode.utils._validation import check_code_names


def load(folder, device="auto"):
    """Read a coder that :func:`save` wrote.

    Parameters
    ----------
    folder : str or path
    device : str, default="auto"
        Where the network goes, and the coder's ``device`` from now on: "auto" takes CUDA, else
        MPS, else the CPU.

    Returns
    -------
    BaseCoder
        Fitted; ``partial_fit`` and ``warm_start`` go on with a fresh optimizer.

    Raises
    ------
    FileNotFoundError
        If the folder or a part of it is missing.
    ValueError
        If a part is damaged, does not belong to the other, or comes from a newer version, or if the
        class is not imported: loading never imports what a file names.
    """
    folder = Path(folder).expanduser()
    description = _read_description(folder)
    tensors = _read_tensors(folder, description)
    try:
        coder_class = _known_class(folder, description["class"])
        if hasattr(coder_class, "_saved_attributes"):  # its parts are loaded by this function too
            from skmedcode.persistence._savable import read_parts

            return read_parts(folder, description, tensors, device)
        return _rebuild(coder_class, description, tensors, device)
    except (LookupError, TypeError, AttributeError, RecursionError, StopIteration) as error:
        raise ValueError(
            f"{folder / DESCRIPTION} does not describe a coder of this version "
            f"({type(error).__name__}: {error}). Save the coder again."
        ) from error


def _rebuild(coder_class, description, tensors, device):
    parameters = {k: from_json(v, tensors) for k, v in description["parameters"].items()}
    coder = coder_class(**parameters | {"device": device})
    reader = coder._make_reader()
    reader.tokenizer = from_json(description["tokenizer"], tensors)
    if reader.tokenizer is not None:
        reader.tokenizer, _ = make_tokenizer(FrozenEstimator(reader.tokenizer))
    reader.vocabulary = from_json(description["vocabulary"], tensors)
    if reader.vocabulary is None and reader.tokenizer is not None:  # that of a checkpoint
        reader.vocabulary = reader.tokenizer.vocabulary_
    reader.table = tensors["reader.table"].numpy()
    reader.kind, reader.scale = description["kind"], description["scale"]
    restore_columns(coder, reader, description.get("table"), tensors)
    names = from_json(description["code_names"], tensors).tolist()
    facts = FitFacts(
        n_tokens=description["n_tokens"],
        embedding_dim=description["embedding_dim"],
        code_names=check_code_names(names, len(names)),
        Y=sparse.csr_array((0, len(names)), dtype=np.float32),
        title_ids=_rows("titles", tensors) if description["titles"] else None,
        memory=_memory(description, tensors),
        code_tree=_tree(description, tensors),
        freeze_embeddings=coder.freeze_embeddings,
        checkpoint=description.get("checkpoint"),
        n_patient_features=description.get("n_patient_features", 0),
        **_groups(description, tensors),
    )
    saved = {k.removeprefix("module."): t for k, t in tensors.items() if k.startswith("module.")}
    net = loaded_net(coder, lambda: _filled(coder._make_module(facts), saved), description, facts.Y)
    _fill_loss(net.criterion_, tensors)
    trained = Trained(net, description["n_iter"], description["threshold"], description["history"])
    coder._keep(trained, facts, reader, description["seed"], description["sparse_output"])
    coder._restore_classes(from_json(description["classes"], tensors).tolist())
    return coder


def _groups(description, tensors):
    """Groups of codes, for a coder that has learnt them."""
    if description["groups"] is None:
        return {}
    names = from_json(description["group_names"], tensors).tolist()
    groups = np.array(description["groups"], dtype=np.int64)
    return {"code_groups": groups, "group_names": check_code_names(names, len(names))}


def _tree(description, tensors):
    """What stands above the codes, for a coder that goes down from there."""
    tree = description.get("code_tree")  # coders saved before there were trees say nothing of them
    if tree is None:
        return None
    names = from_json(tree["names"], tensors).tolist()
    parents, places = (np.array(tree[key], dtype=np.int64) for key in ("parents", "places"))
    return TreeFacts(parents, check_code_names(names, len(places)), places)


def _filled(module, saved):
    """The module with the saved tensors, all of them and no others."""
    ours = module_tensors(module)
    missing, surplus = sorted(set(ours) - set(saved)), sorted(set(saved) - set(ours))
    if missing or surplus:
        raise ValueError(
            f"{WEIGHTS} does not fit the network: missing {missing}, not known {surplus}. "
            "The coder was saved by another version of its class; fit and save it again."
        )
    for name, tensor in ours.items():
        if is_lazy(tensor):  # its size was learnt from the notes
            tensor.materialize(saved[name].shape)
        if tensor.shape != saved[name].shape:
            raise ValueError(
                f"{WEIGHTS} does not fit the network: {name} has shape {tuple(saved[name].shape)}, "
                f"the parameters ask for {tuple(tensor.shape)}."
            )
        with torch.no_grad():
            tensor.copy_(saved[name])
    return module


def _memory(description, tensors):
    """The slots of a memory, for a coder that has one."""
    if not description.get("memory"):  # coders saved before there were memories say nothing of them
        return None
    names = from_json(description["slot_names"], tensors)
    return MemoryFacts(_rows("memory.keys", tensors), _rows("memory.values", tensors), names)


def _rows(name, tensors):
    lengths = tensors[f"{name}.lengths"].numpy()
    return np.split(tensors[f"{name}.ids"].numpy(), np.cumsum(lengths)[:-1])


def _fill_loss(loss, tensors):
    """Give a loss what it has counted; an own loss was not saved, and another stands in."""
    saved = {k.removeprefix("loss."): t for k, t in tensors.items() if k.startswith("loss.")}
    ours = module_tensors(loss)
    if {k: t.shape for k, t in ours.items()} == {k: t.shape for k, t in saved.items()}:
        _filled(loss, saved)


def _read_description(folder):
    path = folder / DESCRIPTION
    if not path.is_file():
        raise FileNotFoundError(
            f"No saved coder in {folder}: {DESCRIPTION} is missing. Pass the folder that "
            "skmedcode.save wrote."
        )
    try:
        description = json.loads(path.read_text(encoding="utf-8"))
        version = description["format"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} is damaged ({type(error).__name__}: {error}).") from error
    if version != FORMAT:
        raise ValueError(
            f"{path} has format {version!r}, this version of skmedcode reads format {FORMAT}. "
            "Load it with the version that saved it."
        )
    return description


def _read_tensors(folder, description):
    path = folder / WEIGHTS
    if not path.is_file():
        raise FileNotFoundError(f"{WEIGHTS} is missing in {folder}; copy the whole folder.")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != description.get("sha256"):
        raise ValueError(
            f"{path} is damaged or belongs to another coder: its checksum is not the one in "
            f"{DESCRIPTION}. Copy the whole folder again."
        )
    try:
        return safetensors.torch.load(content)
    except safetensors.SafetensorError as error:
        raise ValueError(f"{path} is damaged ({error}).") from error


def _known_class(folder, wanted):
    classes, waiting = [], [BaseEstimator]
    while waiting:
        classes += waiting
        waiting = [child for parent in waiting for child in parent.__subclasses__()]
    for candidate in classes:
        ours = issubclass(candidate, BaseCoder) or hasattr(candidate, "_saved_attributes")
        if ours and (candidate.__module__, candidate.__name__) == (
            wanted["module"],
            wanted["name"],
        ):
            return candidate
    raise ValueError(
        f"{folder} holds a {wanted['name']} of {wanted['module']}, which is not imported. Import "
        f"it first: from {wanted['module']} import {wanted['name']}."
    )
