"""Evidence of a member in the text: attention words of a coder, weighted n-grams of a pipeline."""

import re

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.multiclass import OneVsRestClassifier
from sklearn.multioutput import MultiOutputClassifier
from sklearn.pipeline import Pipeline


def member_evidence(member, notes, chosen, top_k):
    """Where in the notes a member finds the codes.

    Parameters
    ----------
    member : estimator
        Fitted. A coder with ``explain`` is asked. Of a pipeline that begins with a word
        vectorizer and ends with linear weights, the n-grams are looked up. Others have none.
    notes : list of str
    chosen : list of n_notes arrays of int
        Columns to explain in each note.
    top_k : int
        Pieces a code, at most.

    Returns
    -------
    list of n_notes lists of lists of (start, end, words, score)
        One list a column in ``chosen``, strongest first.
    """
    while isinstance(member, FrozenEstimator):
        member = member.estimator
    if hasattr(member, "explain"):
        pairs = zip(notes, chosen, strict=True)
        return [_explained(member, note, columns, top_k) for note, columns in pairs]
    if isinstance(member, Pipeline) and _has_words(member):
        return linear_evidence(member, notes, chosen, top_k)
    return [[[] for _ in columns] for columns in chosen]


def evidence_by_member(members, notes, chosen, top_k):
    """Evidence of several members.

    Parameters
    ----------
    members : list of (name, estimator)
        Fitted.
    notes : list of str
    chosen : list of n_notes arrays of int
        Columns to explain in each note.
    top_k : int

    Returns
    -------
    list of n_notes lists of dicts
        For each column a dict of member name to pieces of evidence.
    """
    found = [[{} for _ in columns] for columns in chosen]
    for name, member in members:
        for row, lists in enumerate(member_evidence(member, notes, chosen, top_k)):
            for place, pieces in enumerate(lists):
                found[row][place][name] = pieces
    return found


def linear_evidence(pipeline, notes, chosen, top_k):
    """N-grams of the notes with what each adds to the logit.

    Parameters
    ----------
    pipeline : Pipeline
        A ``CountVectorizer`` or ``TfidfVectorizer`` of words, steps that keep or choose columns,
        and an estimator with ``coef_``, or a ``OneVsRestClassifier`` of such.
    notes, chosen, top_k
        As in :func:`member_evidence`.

    Returns
    -------
    list of n_notes lists of lists of (start, end, words, score)
        Weight times value of an n-gram, shared evenly among its places in the note, so that all
        scores of a code and its intercept add up to its logit. Positive ones only.
    """
    vectorizer = pipeline.steps[0][1]
    terms = pipeline[:-1].get_feature_names_out()
    values = sparse.csr_array(pipeline[:-1].transform(notes))
    asked = np.unique(np.concatenate([np.asarray(columns, dtype=int) for columns in chosen]))
    weights = _weights(pipeline.steps[-1][1], asked)
    result = []
    for row, (note, columns) in enumerate(zip(notes, chosen, strict=True)):
        places = None
        pieces = []
        for column in columns:
            parts = values[[row]] * weights[int(column)]
            parts = sparse.coo_array(parts)
            scores = {terms[j]: v for j, v in zip(parts.col, parts.data, strict=True) if v > 0}
            if scores and places is None:
                places = term_places(vectorizer, note)
            pieces.append(_strongest(note, scores, places, top_k))
        result.append(pieces)
    return result


def term_places(vectorizer, note):
    """Every n-gram of a note with the places where it stands.

    Parameters
    ----------
    vectorizer : CountVectorizer
        With word analyzer and a pattern for words.
    note : str

    Returns
    -------
    dict of str to list of (start, end)
    """
    text, offsets = _read(vectorizer, note)
    pattern = re.compile(vectorizer.token_pattern)
    stop_words = vectorizer.get_stop_words() or ()
    found = []
    for match in pattern.finditer(text):
        word = match[pattern.groups]
        if word not in stop_words:
            found.append((word, offsets[match.start()], offsets[match.end() - 1] + 1))
    low, high = vectorizer.ngram_range
    places = {}
    for size in range(low, high + 1):
        for first in range(len(found) - size + 1):
            words = found[first : first + size]
            term = " ".join(word for word, *_ in words)
            places.setdefault(term, []).append((words[0][1], words[-1][2]))
    return places


def _read(vectorizer, note):
    """The note as the vectorizer reads it, and the place of each of its characters."""
    prepare = vectorizer.build_preprocessor()
    text = prepare(note)
    if len(text) == len(note):
        return text, range(len(note))
    pieces = [prepare(character) for character in note]  # one may become two, or none
    offsets = np.repeat(np.arange(len(note)), [len(piece) for piece in pieces]).tolist()
    return "".join(pieces), offsets


def _strongest(note, scores, places, top_k):
    found = []
    for term, score in scores.items():
        spans = places.get(term, [])
        found += [(start, end, note[start:end], float(score) / len(spans)) for start, end in spans]
    return sorted(found, key=lambda piece: (-piece[3], piece[0], piece[1]))[:top_k]


def _weights(estimator, columns):
    """Weights of some codes, as sparse rows of shape (1, n_features)."""
    if hasattr(estimator, "estimators_"):  # a constant predictor has no weights
        inner = estimator.estimators_
        found = {int(j): getattr(inner[j], "coef_", None) for j in columns}
        width = max((coef.shape[-1] for coef in found.values() if coef is not None), default=1)
        empty = sparse.csr_array((1, width))
        return {j: empty if c is None else sparse.csr_array(c) for j, c in found.items()}
    coef = sparse.csr_array(estimator.coef_)
    return {int(j): coef[[int(j)]] for j in columns}


def _has_words(pipeline):
    vectorizer, last = pipeline.steps[0][1], pipeline.steps[-1][1]
    reads_words = (
        isinstance(vectorizer, CountVectorizer)
        and vectorizer.analyzer == "word"
        and vectorizer.tokenizer is None
    )
    one_a_code = isinstance(last, (OneVsRestClassifier, MultiOutputClassifier))
    inner = last.estimators_ if one_a_code else [last]
    has_weights = any(hasattr(part, "coef_") for part in inner)
    named = all(hasattr(step, "get_feature_names_out") for _, step in pipeline.steps[:-1])
    return reads_words and has_weights and named


def _explained(coder, note, columns, top_k):
    """Evidence of a coder, in the order of the columns."""
    if not len(columns):
        return []
    names = coder.classes_[columns].tolist()
    found = coder.explain([note], codes=names, top_k=top_k)[0]
    by_name = {name: evidence for name, _, evidence in found}
    return [_flat(by_name[name], top_k) for name in names]


def _flat(evidence, top_k):
    """An ensemble's evidence, a dict of lists, as one list."""
    if isinstance(evidence, dict):
        pieces = [piece for part in evidence.values() for piece in part]
        return sorted(pieces, key=lambda piece: -piece[3])[:top_k]
    return evidence
