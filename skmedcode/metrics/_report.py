"""All the usual figures of a coder on one page."""

import numbers

import numpy as np
from sklearn.utils import Bunch

from skmedcode.metrics._auc import auc_per_code, mean_auc, micro_auc
from skmedcode.metrics._code_table import bin_frame, code_frame
from skmedcode.metrics._counts import count_cells, predicted_cells
from skmedcode.metrics._f1 import f1_macro, f1_macro_caml, f1_micro
from skmedcode.metrics._frequency_bins import bin_figures, frequency_bins
from skmedcode.metrics._ranks import GoldRanks, mean_over_notes
from skmedcode.metrics._report_text import report_text
from skmedcode.metrics._validation import check_k, check_threshold, check_truth_and_scores


class CodingReport(Bunch):
    """Figures of a coder; printed, a page of text."""

    def __str__(self):
        return report_text(self)

    __repr__ = __str__


def coding_report(
    y_true,
    y_score,
    *,
    threshold=0.5,
    k=(5, 8, 15),
    train_counts=None,
    bins=(1, 10, 50),
    code_names=None,
    as_frame=False,
):
    """Report the usual coding metrics; it prints, and is a Bunch of the figures.

    Parameters
    ----------
    y_true : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold codes, 0 or 1.
    y_score : array-like or DataFrame of shape (n_notes, n_codes)
        Probabilities, or logits with a threshold on their scale (0 for probability 0.5).
    threshold : float or array-like of shape (n_codes,), default=0.5
        A code is predicted where ``y_score >= threshold``; for the F1 scores.
    k : int or sequence of int, default=(5, 8, 15)
        For precision, recall and nDCG at k. Values above the number of codes are left out.
    train_counts : array-like of int, shape (n_codes,), default=None
        How many training notes have each code, ``Y_train.sum(axis=0)``. The report then ends
        with a table of rare and of frequent codes.
    bins : sequence of int, default=(1, 10, 50)
        Lowest number of training notes of each line of that table: 1 to 9, 10 to 49, 50 and
        more. Codes below the first have a line of their own; lines without codes are left out.
    code_names : sequence of length n_codes, default=None
        Names of the lines of ``codes``; the columns of a DataFrame come first.
    as_frame : bool, default=False
        Give ``bins`` as a pandas DataFrame, and ``codes``, one with a line a code; needs pandas
        (``pip install skmedcode[tables]``).

    Returns
    -------
    report : CodingReport
        A Bunch: ``report.f1_micro`` is ``report["f1_micro"]``; ``str(report)`` is the text. Its
        keys are the names of the scorers (``precision_at_8``, ...) plus ``threshold``,
        ``n_notes``, ``n_codes``, ``n_codes_present`` (with a positive in ``y_true``, over which
        macro-F1 is the mean) and ``n_codes_auc`` (with also a negative, over which macro-AUC is).
        With ``train_counts`` also ``bins``, a dict from the line's label, such as "1-9", to a dict
        of ``n_codes``, ``n_codes_present``, ``n_gold`` (gold codes over all notes),
        ``f1_micro``, ``f1_macro``, ``macro_auc`` and recall at the largest k. With
        ``as_frame=True`` also ``codes``, a DataFrame of ``n_gold``, ``n_predicted``,
        ``precision``, ``recall``, ``f1``, ``auc`` and, with ``train_counts``, ``n_train``; NaN
        where a figure is undefined. Without it all values are plain: ``json.dumps`` writes them.

    Raises
    ------
    ValueError
        If shapes differ, ``y_true`` is not binary, a score is not finite, k is below 1,
        ``threshold``, ``train_counts`` or ``code_names`` do not fit the codes, or ``bins`` are not
        ascending.
    TypeError
        If a k is not an int.
    ImportError
        With ``as_frame=True`` where pandas is missing.

    See Also
    --------
    get_scorer : The same metrics for cross-validation and search.
    best_f1_threshold : A better threshold than 0.5.
    skmedcode.model_selection.bootstrap_interval : How far a figure may be trusted.

    Notes
    -----
    Lines of the frequency table are the same metrics with gold and predicted codes of that line
    only: means over codes take those with a positive, and recall at k is the share of a note's
    gold codes of the line among the k best of all codes, averaged over notes that have one. A
    line without any gold code shows "-", and is NaN in ``bins``.

    Unlike sklearn's ``classification_report`` it returns no str: figures and text are one.

    References
    ----------
    Mullenbach et al., "Explainable Prediction of Medical Codes from Clinical Text", NAACL 2018.

    Examples
    --------
    >>> import numpy as np
    >>> from skmedcode.metrics import coding_report
    >>> y_true = np.array([[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 0]])
    >>> y_score = np.array([[0.9, 0.2, 0.1], [0.3, 0.8, 0.2], [0.7, 0.4, 0.1], [0.1, 0.5, 0.3]])
    >>> report = coding_report(y_true, y_score, k=(1, 2))
    >>> print(report)
                   micro   macro  macro (CAML)
    AUC            0.969   0.875
    F1             0.750   0.750         0.500
    <BLANKLINE>
                      @1      @2
    precision      0.750   0.500
    recall         0.833   1.000
    nDCG           0.750   0.750
    <BLANKLINE>
    mean average precision 1.000, R-precision 1.000
    4 notes, 3 codes: 2 with a positive, 2 in macro-AUC; threshold 0.5

    >>> report.f1_micro
    0.75

    Rare and frequent codes apart:

    >>> report = coding_report(y_true, y_score, k=2, train_counts=[70, 4, 0])
    >>> print(str(report).split("\\n\\n")[-1])
    training notes   codes  present    gold  micro F1  macro F1  macro AUC  recall@2
    0                    1        0       0         -         -          -         -
    1-9                  1        1       2     0.500     0.500      0.750     1.000
    >= 50                1        1       2     1.000     1.000      1.000     1.000
    """
    names = getattr(y_true, "columns", None)
    y_true, y_score = check_truth_and_scores(y_true, y_score)
    n_codes = y_true.shape[1]
    if train_counts is not None:
        codes_of = frequency_bins(train_counts, bins, n_codes, names)
    cut = check_threshold(threshold, n_codes)
    ks = [check_k(each) for each in ([k] if isinstance(k, numbers.Number) else k)]
    ks = [each for each in ks if each <= n_codes]
    y_pred, ranks = predicted_cells(y_score, cut), GoldRanks(y_true, y_score)
    cells, auc = count_cells(y_true, y_pred), auc_per_code(y_true, y_score)
    report = CodingReport(
        micro_auc=micro_auc(y_true, y_score),
        macro_auc=mean_auc(auc),
        f1_micro=f1_micro(y_true, y_pred),
        f1_macro=f1_macro(y_true, y_pred),
        f1_macro_caml=f1_macro_caml(y_true, y_pred),
        **_of_ranking(ranks, ks),
        **_sizes(y_true),
        threshold=cut.tolist(),
    )
    if train_counts is not None:
        largest = max(ks, default=None)
        report.bins = {
            label: bin_figures(inside, cells, auc, ranks, largest)
            for label, inside in codes_of.items()
        }
    if as_frame:
        names = code_names if names is None else names
        _add_frames(report, code_frame(cells, auc, names, train_counts))
    return report


def _add_frames(report, codes):
    report.codes = codes
    if "bins" in report:
        report.bins = bin_frame(report.bins)


def _of_ranking(ranks, ks):
    return {
        **{f"precision_at_{k}": float(ranks.precision_at_k(k).mean()) for k in ks},
        **{f"recall_at_{k}": mean_over_notes(ranks.recall_at_k(k), "recall_at_k") for k in ks},
        **{f"ndcg_at_{k}": float(ranks.ndcg_at_k(k).mean()) for k in ks},
        "r_precision": mean_over_notes(ranks.r_precision(), "r_precision"),
        "mean_average_precision": mean_over_notes(
            ranks.average_precision(), "mean_average_precision"
        ),
    }


def _sizes(y_true):
    n_positive = np.bincount(y_true.indices, minlength=y_true.shape[1])
    return {
        "n_notes": y_true.shape[0],
        "n_codes": y_true.shape[1],
        "n_codes_present": int((n_positive > 0).sum()),
        "n_codes_auc": int(((n_positive > 0) & (n_positive < y_true.shape[0])).sum()),
    }
