"""What has changed between the notes that a coder was made on and those it meets now."""

import numpy as np
from sklearn.utils import Bunch

from skmedcode.metrics import expected_calibration_error
from skmedcode.metrics._validation import check_k
from skmedcode.model_selection._shift_scores import score_notes
from skmedcode.model_selection._shift_sides import check_period, read_side
from skmedcode.model_selection._shift_text import share, shift_text
from skmedcode.model_selection._unknown_words import check_tokenizer, count_words, find_tokenizer
from skmedcode.utils._validation import check_code_names


class ShiftReport(Bunch):
    """What has changed; printed, a table with a line a period."""

    def __str__(self):
        return shift_text(self)

    __repr__ = __str__


def shift_report(coder, old, new, *, k=5, period="year", code_names=None, tokenizer=None):
    """Compare new notes with old ones, as a fitted coder sees them.

    New codes, words that the coder does not know, scores and calibration, a line a period; it
    prints, and is a Bunch of the figures.

    Parameters
    ----------
    coder : fitted coder
        With ``predict_proba`` and ``classes_``: a coder of ours or any multilabel classifier.
    old : Bunch, or tuple (X, Y) or (X, Y, dates)
        Notes of the time that the coder is from. Scores of notes that it was trained on flatter
        it: pass notes that were held out. A Bunch has ``data`` and ``target``, and may have
        ``target_names``, ``n_gold`` and ``dates``. Y is an indicator, dense, sparse or a
        DataFrame.
    new : Bunch, or tuple (X, Y) or (X, Y, dates)
        Later notes, with all their codes as columns, those unknown to the coder too.
    k : int, default=5
        For precision at k, and for calibration; at most all codes of the coder.
    period : {"year", "quarter", "month"} or None, default="year"
        What a line of the table is, where there are dates. Dates that are numbers are a line each.
    code_names : sequence of length n_codes, default=None
        Names of the coder's codes; None takes ``coder.classes_``.
    tokenizer : fitted NoteTokenizer, CountVectorizer or TfidfVectorizer, default=None
        Says which words are known. None takes that of the coder or of its pipeline.

    Returns
    -------
    report : ShiftReport
        A Bunch of ``periods``, a list of dicts (``pandas.DataFrame(report.periods)``);
        ``unseen_codes`` and ``unknown_codes``, dicts of code to the number of new notes that have
        it, for codes that no old note has and for codes that the coder does not have; ``k``.
        ``str(report)`` is the table. Each period has

        - ``n_notes`` and ``n_gold``, gold codes over all notes;
        - ``unseen`` and ``unknown``: which share of them no old note has, or the coder does not;
        - ``unknown_words``: which share of the words is not in the coder's vocabulary, words that
          it would read as a known one by their spelling among them; NaN where it has none;
        - ``f1_micro``, ``mean_average_precision``, ``precision_at_k`` (with its k), in which codes
          that the coder does not have count as missed, and ``f1_micro_known``, without those;
        - ``calibration_error``.

    Raises
    ------
    ValueError
        If lengths differ, a target is not binary or does not name its codes, the coder has none of
        the new codes, a date cannot be read, or probabilities are not between 0 and 1.
    TypeError
        If ``old`` or ``new`` is something else, or ``tokenizer`` does not know words.
    AttributeError
        If the coder has no ``predict_proba``.

    See Also
    --------
    TemporalSplit : Train on the past, test on later periods.
    bootstrap_interval : Whether a difference between periods may be chance.

    Notes
    -----
    ``unseen`` goes by the notes in ``old`` alone: a few hundred of them lack rare codes without any
    shift. Compare it with the same figure of another part of the old notes, passed as ``new``.

    ``f1_micro`` falls with new codes, new words and new habits of coding; ``f1_micro_known`` with
    the last two only. A share of unknown words that grows speaks for new words.

    ``calibration_error`` is the expected calibration error of the k best codes of each note, in
    ten bins of equal width. Over all codes it would be next to nothing: most are rightly given no
    chance.

    ``n_gold`` of a Bunch counts codes that have no column; they are unknown to the coder, and not
    in the dicts of codes, since they have no name.

    Notes are predicted in blocks, so that memory stays flat at thousands of codes. The report
    holds no text: unknown words are counted and never listed, since they may be names of people.

    References
    ----------
    Ji, Li, Sun, Dong, Taalas, Zhang, Wu, Pitkänen, Marttinen, "A Unified Review of Deep Learning
    for Automated Medical Coding", ACM Computing Surveys 2024.

    Guo, Pleiss, Sun, Weinberger, "On Calibration of Modern Neural Networks", ICML 2017.

    Examples
    --------
    >>> from skmedcode import AttentionCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> from skmedcode.model_selection import shift_report
    >>> old = make_clinical_notes(90, n_codes=4, length=40, random_state=0)
    >>> new = make_clinical_notes(30, n_codes=6, length=40, random_state=1)
    >>> coder = AttentionCoder(code_names=old.target_names, max_epochs=3, random_state=0)
    >>> coder = coder.fit(old.data[:60], old.target[:60])
    >>> late = (old.data[60:], old.target[60:])
    >>> report = shift_report(coder, late, new)
    >>> sorted(report.unknown_codes)
    ['I48.91', 'J44.9']
    >>> [part["n_notes"] for part in report.periods]
    [30, 30]
    """
    check_period(period)
    classes = _classes(coder, code_names)
    k = min(check_k(k), len(classes))
    tokenizer = find_tokenizer(coder) if tokenizer is None else check_tokenizer(tokenizer)
    sides = [read_side(data, name, classes, period) for data, name in ((old, "old"), (new, "new"))]
    _check_overlap(sides[1], classes)
    periods = []
    for side in sides:
        words, scores = count_words(tokenizer, side.notes), score_notes(coder, side, k)
        seen = np.array([name in sides[0].counts for name in side.names])
        for name, rows in side.periods.items():
            periods.append({"period": name, **_figures(side, seen, words, scores, rows, k)})
    unseen, unknown = (
        {code: count for code, count in sides[1].counts.items() if code not in known}
        for known in (sides[0].counts, set(classes))
    )
    return ShiftReport(periods=periods, unseen_codes=unseen, unknown_codes=unknown, k=k)


def _classes(coder, code_names):
    if not hasattr(coder, "predict_proba") or not hasattr(coder, "classes_"):
        raise AttributeError(
            "coder must be fitted and have predict_proba and classes_; got "
            f"{type(coder).__name__} without. Fit it, or calibrate a model that has only scores."
        )
    if isinstance(coder.classes_, list):  # one array of classes a code: codes have no names
        return check_code_names(code_names, len(coder.classes_)).tolist()
    if code_names is None:
        return np.asarray(coder.classes_).tolist()
    return check_code_names(code_names, len(coder.classes_)).tolist()


def _check_overlap(side, classes):
    if side.counts and not side.Y.nnz:
        raise ValueError(
            f"new must have codes that the coder knows; got none of {classes[:2]!r}, ... in its "
            "gold codes. Pass code_names= where the coder was fitted without; spell codes alike."
        )


def _figures(side, seen, words, scores, rows, k):
    """Figures of the notes of one period."""
    n_gold, hits = side.n_gold[rows].sum(), scores.hits[rows].sum()
    n_known, n_given = side.Y[rows].nnz, scores.n_predicted[rows].sum()
    n_unseen = np.count_nonzero(~seen[side.gold[rows].indices])
    n_words, n_unknown_words = (count[rows].sum() for count in words)
    precision = scores.average_precision[rows]
    precision = precision[~np.isnan(precision)]
    return {
        "n_notes": len(rows),
        "n_gold": int(n_gold),
        "unseen": share(n_unseen, n_gold),
        "unknown": share(n_gold - n_known, n_gold),
        "unknown_words": share(n_unknown_words, n_words),
        "f1_micro": share(2 * hits, n_gold + n_given),
        "f1_micro_known": share(2 * hits, n_known + n_given),
        "mean_average_precision": share(precision.sum(), len(precision)),
        f"precision_at_{k}": float(scores.right[rows].mean()),
        "calibration_error": expected_calibration_error(scores.right[rows], scores.chance[rows]),
    }
