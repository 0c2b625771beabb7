"""All the usual figures of a coder on one page."""

import numbers

import numpy as np

from skmedcode.metrics._auc import macro_auc, micro_auc
from skmedcode.metrics._f1 import f1_macro, f1_macro_caml, f1_micro
from skmedcode.metrics._frequency_bins import bin_figures, bin_table, frequency_bins
from skmedcode.metrics._ranking import mean_average_precision, precision_at_k, recall_at_k
from skmedcode.metrics._validation import check_indicator, check_k, check_truth_and_scores


def coding_report(
    y_true,
    y_score,
    *,
    threshold=0.5,
    k=(5, 8, 15),
    train_counts=None,
    bins=(1, 10, 50),
    output_dict=False,
):
    """Build a text report, or a dict, of the usual coding metrics.

    Parameters
    ----------
    y_true : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold codes, 0 or 1.
    y_score : array-like or DataFrame of shape (n_notes, n_codes)
        Probabilities, or logits with a threshold on their scale (0 for probability 0.5).
    threshold : float or array-like of shape (n_codes,), default=0.5
        A code is predicted where ``y_score >= threshold``; for the F1 scores.
    k : int or sequence of int, default=(5, 8, 15)
        For precision and recall at k. Values above the number of codes are left out.
    train_counts : array-like of int, shape (n_codes,), default=None
        How many training notes have each code, ``Y_train.sum(axis=0)``. The report then ends
        with a table of rare and of frequent codes.
    bins : sequence of int, default=(1, 10, 50)
        Lowest number of training notes of each line of that table: 1 to 9, 10 to 49, 50 and
        more. Codes below the first have a line of their own; lines without codes are left out.
    output_dict : bool, default=False
        Whether to return a dict instead of text.

    Returns
    -------
    report : str or dict
        The dict's keys are the names of the scorers (``precision_at_8``, ...) plus
        ``n_notes``, ``n_codes``, ``n_codes_present`` (with a positive in ``y_true``) and
        ``n_codes_auc`` (with also a negative, over which macro-AUC is the mean). With
        ``train_counts`` also ``bins``, a dict from the line's label, such as "1-9", to a dict
        of ``n_codes``, ``n_codes_present``, ``n_gold`` (gold codes over all notes),
        ``f1_micro``, ``f1_macro``, ``macro_auc`` and recall at the largest k.

    Raises
    ------
    ValueError
        If shapes differ, ``y_true`` is not binary, a score is not finite, k is below 1,
        ``threshold`` or ``train_counts`` do not fit the codes, or ``bins`` are not ascending.
    TypeError
        If a k is not an int.

    See Also
    --------
    get_scorer : The same metrics for cross-validation and search.
    best_f1_threshold : A better threshold than 0.5.

    Notes
    -----
    Lines of the frequency table are the same metrics with gold and predicted codes of that line
    only: means over codes take those with a positive, and recall at k is the share of a note's
    gold codes of the line among the k best of all codes, averaged over notes that have one. A
    line without any gold code shows "-", and is NaN in the dict.

    References
    ----------
    Mullenbach et al., "Explainable Prediction of Medical Codes from Clinical Text", NAACL 2018.

    Examples
    --------
    >>> import numpy as np
    >>> from skmedcode.metrics import coding_report
    >>> y_true = np.array([[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 0]])
    >>> y_score = np.array([[0.9, 0.2, 0.1], [0.3, 0.8, 0.2], [0.7, 0.4, 0.1], [0.1, 0.5, 0.3]])
    >>> print(coding_report(y_true, y_score, k=(1, 2)))
                   micro   macro  macro (CAML)
    AUC            0.969   0.875
    F1             0.750   0.750         0.500
    <BLANKLINE>
                      @1      @2
    precision      0.750   0.500
    recall         0.833   1.000
    <BLANKLINE>
    mean average precision 1.000
    4 notes, 3 codes: 2 with a positive, 2 in macro-AUC; threshold 0.5

    Rare and frequent codes apart:

    >>> report = coding_report(y_true, y_score, k=2, train_counts=[70, 4, 0])
    >>> print(report[report.index("training notes") :])
    training notes   codes  present    gold  micro F1  macro F1  macro AUC  recall@2
    0                    1        0       0         -         -          -         -
    1-9                  1        1       2     0.500     0.500      0.750     1.000
    >= 50                1        1       2     1.000     1.000      1.000     1.000
    """
    names = getattr(y_true, "columns", None)
    y_true, y_score = check_truth_and_scores(y_true, y_score)
    if train_counts is not None:
        codes_of = frequency_bins(train_counts, bins, y_true.shape[1], names)
    y_pred = check_indicator(y_score >= _check_threshold(threshold, y_true.shape[1]), "y_pred")
    ks = [check_k(each) for each in ([k] if isinstance(k, numbers.Number) else k)]
    ks = [each for each in ks if each <= y_true.shape[1]]
    figures = _figures(y_true, y_pred, y_score, ks)
    if train_counts is not None:
        largest = max(ks, default=None)
        figures["bins"] = {
            label: bin_figures(y_true, y_pred, y_score, inside, largest)
            for label, inside in codes_of.items()
        }
    return figures if output_dict else "\n\n".join(_sections(figures, ks, threshold))


def _figures(y_true, y_pred, y_score, ks):
    return {
        "micro_auc": micro_auc(y_true, y_score),
        "macro_auc": macro_auc(y_true, y_score),
        "f1_micro": f1_micro(y_true, y_pred),
        "f1_macro": f1_macro(y_true, y_pred),
        "f1_macro_caml": f1_macro_caml(y_true, y_pred),
        **{f"precision_at_{each}": precision_at_k(y_true, y_score, each) for each in ks},
        **{f"recall_at_{each}": recall_at_k(y_true, y_score, each) for each in ks},
        "mean_average_precision": mean_average_precision(y_true, y_score),
        **_sizes(y_true),
    }


def _check_threshold(threshold, n_codes):
    try:
        threshold = np.asarray(threshold, dtype=float)
    except (ValueError, TypeError):
        threshold = np.array(np.nan)
    if threshold.shape not in ((), (n_codes,)) or np.isnan(threshold).any():
        raise ValueError(
            f"threshold must be a number, or {n_codes} of them, one per code; got shape "
            f"{threshold.shape} or a value that is no number. Pass for example threshold=0.5."
        )
    return threshold


def _sizes(y_true):
    n_positive = np.bincount(y_true.indices, minlength=y_true.shape[1])
    return {
        "n_notes": y_true.shape[0],
        "n_codes": y_true.shape[1],
        "n_codes_present": int((n_positive > 0).sum()),
        "n_codes_auc": int(((n_positive > 0) & (n_positive < y_true.shape[0])).sum()),
    }


def _sections(figures, ks, threshold):
    """Yield the paragraphs of the text; a new table is one more paragraph."""
    rows = {"AUC": ["micro_auc", "macro_auc"], "F1": ["f1_micro", "f1_macro", "f1_macro_caml"]}
    yield _table(["micro", "macro", "macro (CAML)"], rows, figures)
    if ks:
        names = ("precision", "recall")
        rows = {name: [f"{name}_at_{each}" for each in ks] for name in names}
        yield _table([f"@{each}" for each in ks], rows, figures)
    cut = f"{threshold:g}" if np.ndim(threshold) == 0 else "per code"
    yield (
        f"mean average precision {figures['mean_average_precision']:.3f}\n"
        f"{figures['n_notes']} notes, {figures['n_codes']} codes: {figures['n_codes_present']} "
        f"with a positive, {figures['n_codes_auc']} in macro-AUC; threshold {cut}"
    )
    if "bins" in figures:
        yield bin_table(figures["bins"])


def _table(columns, rows, figures):
    """Lay out figures, given by key, under right-aligned columns."""
    widths = [max(len(column) + 2, 8) for column in columns]
    lines = [" " * 10 + "".join(c.rjust(w) for c, w in zip(columns, widths, strict=True))]
    for name, keys in rows.items():
        cells = (f"{figures[key]:.3f}".rjust(w) for key, w in zip(keys, widths, strict=False))
        lines.append(name.ljust(10) + "".join(cells))
    return "\n".join(lines)
