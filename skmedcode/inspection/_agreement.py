"""How well a coder's evidence agrees with that of people."""

import numpy as np
from sklearn.metrics import average_precision_score
from sklearn.utils import Bunch
from sklearn.utils.validation import check_is_fitted

from skmedcode.utils._spans import check_evidence
from skmedcode.utils._validation import check_notes


def evidence_agreement(coder, notes, evidence, method="attention"):
    """Compare the words that speak for a code with gold evidence.

    Every pair of a note and a code with gold evidence counts alike, whether or not the coder gives
    the note that code. These are the plausibility scores of DeYoung et al. (ERASER, ACL 2020).

    Parameters
    ----------
    coder : fitted coder
        With ``explain`` and ``tokenizer_``.
    notes : list, array or Series of str of shape (n_notes,)
    evidence : sequence of n_notes lists of (code, start, end, ...)
        As ``fit`` takes it; codes that the coder does not know are left out.
    method : {"attention", "input_x_gradient"}, default="attention"

    Returns
    -------
    sklearn.utils.Bunch
        ``auprc``, the mean area under the precision-recall curve of the words by their scores;
        ``token_f1``, the mean F1 of the best-scored words with the gold ones, where as many words
        are taken as gold evidence has on average; ``n_pairs``.

    Raises
    ------
    ValueError
        If no pair has evidence.

    Examples
    --------
    >>> from skmedcode import AttentionCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=80, n_codes=4, random_state=0)
    >>> coder = AttentionCoder(code_names=notes.target_names, max_epochs=3, random_state=0)
    >>> coder = coder.fit(notes.data, notes.target)
    >>> sorted(evidence_agreement(coder, notes.data, notes.evidence))
    ['auprc', 'n_pairs', 'token_f1']
    """
    check_is_fitted(coder)
    notes = check_notes(notes)
    evidence = check_evidence(evidence, len(notes))
    if getattr(coder, "tokenizer_", None) is None:
        raise TypeError(
            f"coder must read notes by a tokenizer_ of its own, {type(coder).__name__} does not. "
            "Compare its members, or fit it on notes."
        )
    known = set(np.asarray(coder.classes_).tolist())
    pairs = []
    for note, own in zip(notes, evidence, strict=True):
        own = [item for item in own if item[0] in known]
        pairs += _scored_pairs(coder, note, own, method) if own else []
    if not pairs:
        raise ValueError(
            "evidence must name codes of coder.classes_ and words of the notes; none was found."
        )
    taken = max(1, round(np.mean([gold.sum() for gold, _ in pairs])))
    return Bunch(
        auprc=float(np.mean([average_precision_score(gold, scores) for gold, scores in pairs])),
        token_f1=float(np.mean([_f1(gold, scores, taken) for gold, scores in pairs])),
        n_pairs=len(pairs),
    )


def _scored_pairs(coder, note, evidence, method):
    """For each code of a note the gold words and all words' scores, aligned."""
    spans = coder.tokenizer_.offsets(note).reshape(-1, 2)
    places = {(int(start), int(end)): place for place, (start, end) in enumerate(spans)}
    codes = list(dict.fromkeys(code for code, *_ in evidence))
    pairs = []
    for code, _, words in coder.explain([note], codes=codes, method=method, top_k=len(spans) + 1)[
        0
    ]:
        gold, scores = np.zeros(len(spans), dtype=bool), np.zeros(len(spans))
        for start, end in (item[1:3] for item in evidence if item[0] == code):
            gold |= (spans[:, 0] < end) & (spans[:, 1] > start)
        for start, end, _, score in words:
            if (start, end) in places:  # a note without words has a score for none
                scores[places[start, end]] += score  # of a word, and of a concept in its place
        if gold.any():
            pairs.append((gold, scores))
    return pairs


def _f1(gold, scores, n_taken):
    best = np.argsort(-scores, kind="stable")[:n_taken]
    hits = gold[best].sum()
    return 2 * hits / (len(best) + gold.sum())
