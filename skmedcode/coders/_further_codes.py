"""Codes that a fitted coder has not seen, from their titles."""

import warnings
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import torch

from skmedcode.text import ClosestWords, title_ids, title_texts
from skmedcode.utils._validation import check_code_names


def further_codes(coder, code_descriptions):
    """A fitted coder's facts with further codes behind the others, and a reader of their words.

    Parameters
    ----------
    coder : BaseCoder
        Fitted; not changed.
    code_descriptions : mapping of code name to str

    Returns
    -------
    facts : FitFacts
    reader : NoteReader
        Knows the words of the titles too, if the coder was fitted on notes.

    Raises
    ------
    TypeError
        If it is no mapping.
    ValueError
        If it is empty, names a code that the coder has, or has no word that the coder can know.

    Warns
    -----
    UserWarning
        How many titles have no known word: their codes get the same score in all notes.
    """
    titles = _check_titles(code_descriptions, coder._facts.code_names)
    further = check_code_names(list(titles), len(titles))
    coder._reader.require_words("code_descriptions")
    reader = coder._reader.with_words(title_texts(titles, further))
    ids = title_ids(titles, further, reader)
    unread = [name for name, own in zip(further.tolist(), ids, strict=True) if not len(own)]
    if len(unread) == len(ids):
        raise ValueError(
            "code_descriptions must have words, and those of the training notes where X is token "
            f"ids; none of the {len(ids)} titles has one. Are they in the language of the notes?"
        )
    if unread:
        warnings.warn(
            f"code_descriptions has no word that is known for {len(unread)} of {len(ids)} codes, "
            f"such as {unread[0]!r}; these get the same score in all notes.",
            UserWarning,
            stacklevel=3,
        )
    facts = coder._facts
    together = facts.code_names.tolist() + further.tolist()
    facts = replace(
        facts,
        n_tokens=reader.n_tokens,
        code_names=check_code_names(together, len(together)),
        title_ids=[*facts.title_ids, *ids],
        Y=_wider(facts.Y, len(ids)),
    )
    return facts, reader


def add_words(net, reader, wider):
    """Give words that no training note had a place in a network, at words spelled like them.

    Parameters
    ----------
    net : CoderNet
        Fitted; its word embedding grows.
    reader, wider : NoteReader
        The coder's own, and one that knows further words behind the others.
    """
    embedding = net.module_.embedding
    words = [word for word, i in wider.vocabulary.items() if i >= reader.n_tokens]
    if not words:
        return
    weight = embedding.weight
    known = weight.detach().float().cpu().numpy()
    rows = ClosestWords(reader.vocabulary).vectors(words, known)  # of length 1
    lost = ~rows.any(axis=1)  # no word is spelled like them
    rows[lost] = np.random.RandomState(len(known)).standard_normal(rows[lost].shape)
    rows[lost] /= np.sqrt(rows.shape[1])
    rows *= np.median(np.linalg.norm(known[list(reader.vocabulary.values())], axis=1))
    weight.data = torch.cat([weight.data, torch.from_numpy(rows).to(weight)])
    weight.grad = None
    embedding.num_embeddings = len(weight)
    net.optimizer_.state.pop(weight, None)  # what it kept of the smaller table


def _check_titles(titles, code_names):
    """The titles as a mapping that names codes which the coder lacks."""
    if hasattr(titles, "to_dict"):  # a pandas Series
        titles = titles.to_dict()
    if not isinstance(titles, Mapping):
        raise TypeError(
            "code_descriptions must be a mapping of code name to title, got "
            f"{type(titles).__name__}."
        )
    known = sorted(set(titles) & set(code_names.tolist()), key=str)
    if known:
        raise ValueError(
            f"code_descriptions must name codes that the coder lacks; it has {len(known)} of them, "
            f"such as {known[0]!r}."
        )
    if not titles:
        raise ValueError("code_descriptions must name at least one code, got none.")
    return titles


def _wider(Y, n_further):
    Y = Y.copy()
    Y.resize(Y.shape[0], Y.shape[1] + n_further)
    return Y
