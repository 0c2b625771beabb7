"""Where in a note the lexicon and the titles find a code."""

import numpy as np

from skmedcode.ranking._phrases import phrase_places


def lexicon_evidence(lexicon, stems, note, columns, top_k):
    """Phrases of one note that speak for some codes, with their reliability.

    Parameters
    ----------
    lexicon : Lexicon
        Fitted.
    stems : Stems
        Of this note alone.
    note : str
    columns : ndarray of int
        Codes.
    top_k : int
        Phrases a code, at most.

    Returns
    -------
    list of lists of (start, end, words, score)
        One list a code, strongest first.
    """
    _, keys, first, last = phrase_places(stems)
    phrase, known = lexicon.phrases_.find(keys)
    phrase, first, last = phrase[known], first[known], last[known]
    times = np.bincount(phrase, minlength=len(lexicon.phrases_.keys_))
    result = []
    for column in columns:
        found = []
        for pair in np.flatnonzero(lexicon.pairs_.code == column):
            own = lexicon.pairs_.phrase[pair]
            if times[own]:
                score = lexicon.trust([pair], times[[own]])[0]
                found += [
                    _piece(stems, note, first[i], last[i], score)
                    for i in np.flatnonzero(phrase == own)
                ]
        result.append(_strongest(found, top_k))
    return result


def title_evidence(coverage, stems, note, columns, top_k):
    """Words of one note that are those of a code's best term, with their weight in the term.

    Parameters
    ----------
    coverage : TitleCoverage
    stems, note, columns, top_k
        As in :func:`lexicon_evidence`.

    Returns
    -------
    list of lists of (start, end, word, score)
        The words of the sentence that has most of the term. Their weights sum to the share of
        the term that the sentence has, if each stands there once.
    """
    result = []
    for column in columns:
        terms = np.flatnonzero(coverage.terms.code == column)
        places, weights = _best_sentence(coverage.terms, terms, stems)
        found = [_piece(stems, note, i, i, score) for i, score in zip(places, weights, strict=True)]
        result.append(_strongest(found, top_k))
    return result


def _best_sentence(terms, own, stems):
    """Words of the sentence that has most of one of some terms: places and weights."""
    best, places, weights = 0.0, [], []
    for matrix, ids in ((terms.words, stems.words), (terms.stems, stems.ids)):
        for term in own:
            part = slice(matrix.indptr[term], matrix.indptr[term + 1])
            known = dict(
                zip(matrix.indices[part].tolist(), matrix.data[part].tolist(), strict=True)
            )
            found = [i for i, number in enumerate(ids.tolist()) if number in known]
            for sentence in {int(stems.sentence[i]) for i in found}:
                inside = [i for i in found if stems.sentence[i] == sentence]
                share = sum(known[number] for number in {int(ids[i]) for i in inside})
                if share > best + 1e-6:  # whole words come first, so that they win ties
                    best, places = share, inside
                    weights = [known[int(ids[i])] for i in inside]
    return places, weights


def _piece(stems, note, first, last, score):
    start, end = int(stems.starts[first]), int(stems.ends[last])
    return start, end, note[start:end], float(score)


def _strongest(pieces, top_k):
    return sorted(pieces, key=lambda piece: (-piece[3], piece[0], piece[1]))[:top_k]
