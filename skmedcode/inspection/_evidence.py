"""Evidence words for a note's codes."""

import numpy as np
import torch

from skmedcode.inspection._attributions import choose_method


def note_evidence(module, ids, codes, method="attention", **beside):
    """Score every word of one note for some codes.

    Parameters
    ----------
    module : EncoderDecoder
    ids : ndarray of int of shape (length,)
    codes : ndarray of int of shape (n_asked,)
        Columns.
    method : {"attention", "input_x_gradient"}, default="attention"
    **beside : ndarrays of shape (length,), or (n_features,) for ``patient``
        What the network reads beside the ids, where there is any: ``values``, ``sentences``,
        ``patient``.

    Returns
    -------
    ndarray of shape (n_asked, length)
    """
    device = next(module.parameters()).device
    ids = torch.as_tensor(np.asarray(ids)[None], device=device)
    mask = torch.ones_like(ids, dtype=torch.bool)
    codes = torch.as_tensor(np.asarray(codes), device=device)
    beside = {k: torch.as_tensor(np.asarray(v)[None], device=device) for k, v in beside.items()}
    module.eval()
    scores = choose_method(module, method)(module, ids, mask, codes, **beside)
    return scores[0].float().cpu().numpy()


def word_evidence(module, ids, words, codes, method, top_k, **beside):
    """The words that speak most for some codes.

    Parameters
    ----------
    module : EncoderDecoder
    ids : ndarray of int of shape (length,)
    words : list of (start, end, word), as long as ``ids``
        The sub-words of a word have the place of the word.
    codes : ndarray of int of shape (n_asked,)
        Columns.
    method : {"attention", "input_x_gradient"}
    top_k : int
        Words a code, at most; only those with a positive score.
    **beside : ndarrays of shape (length,)
        As of :func:`note_evidence`.

    Returns
    -------
    list of n_asked lists of (start, end, word, score)
        Strongest first. What holds but spaces is left out.
    """
    if len(codes) == 0:
        return []
    scores = note_evidence(module, ids, codes, method, **beside)
    words, scores = _whole_words(words, scores)
    blank = [not str(word).strip() and len(words) > 1 for *_, word in words]
    scores[:, blank] = 0
    result = []
    for row in scores:
        best = np.argsort(-row, kind="stable")[:top_k]
        result.append([(*words[t], float(row[t])) for t in best if row[t] > 0])
    return result


def _whole_words(words, scores):
    """Neighbours with the same place are pieces of one word, which gets the sum of their scores.

    Concepts may share a place, and are told apart by their names.
    """
    first = [
        i
        for i, (start, end, _) in enumerate(words)
        if i == 0 or start == end or words[i - 1] != words[i]
    ]
    return [words[i] for i in first], np.add.reduceat(scores, first, axis=1)


def evidence_of_notes(module, sequences, words, chosen, method, top_k):
    """The words that speak for the codes of several notes.

    Parameters
    ----------
    module : EncoderDecoder
    sequences : TokenSequences of n_notes notes
    words : iterable of n_notes lists of (start, end, word)
    chosen : sequence of n_notes ndarrays of int
        Columns to explain in each note.
    method : {"attention", "input_x_gradient"}
    top_k : int
        Words a code, at most.

    Returns
    -------
    list of n_notes lists, as :func:`word_evidence` gives them
    """
    found = []
    for i, (own, columns) in enumerate(zip(words, chosen, strict=True)):
        reading, ids, beside = _laid_out(module, sequences, i)
        found.append(word_evidence(reading, ids, own, columns, method, top_k, **beside))
    return found


def _laid_out(module, sequences, i):
    """The network that reads one note, with what it shares; its ids and what is beside them."""
    own, shared = sequences.inputs([i])
    if not shared:
        beside = {name: own[name][0] for name in own if name not in ("ids", "mask")}
        return module, own["ids"][0], beside
    device = next(module.parameters()).device

    def tensor(array):
        return torch.as_tensor(array, device=device)

    layout = {name: tensor(own[name]) for name in own if name not in ("ids", "mask")}
    layout |= {name: [tensor(array) for array in arrays] for name, arrays in shared.items()}
    return module.laid_out(**layout), own["ids"][0], {}
