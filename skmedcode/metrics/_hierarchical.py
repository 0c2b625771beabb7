"""Precision, recall and F1 that give part of the credit to a code near the gold one."""

import warnings

from sklearn.exceptions import UndefinedMetricWarning

from skmedcode.metrics._hierarchy import names_of_codes, node_table
from skmedcode.metrics._validation import check_truth_and_predictions


def hierarchical_f1(y_true, y_pred, *, hierarchy="category", code_names=None):
    """Harmonic mean of hierarchical precision and recall.

    Gold and predicted codes of each note are joined by all codes and groups above them; a
    neighbour of the gold code then shares with it what stands above both.

    Parameters
    ----------
    y_true, y_pred : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold and predicted codes, 0 or 1.
    hierarchy : "category", CodeSystem or mapping, default="category"
        What stands above a code. "category" reads it off the name: what is before the dot, or the
        first three characters. A CodeSystem gives its ancestors. A mapping leads from a code to
        its parent and from there on; the topmost have None, or are no keys.
    code_names : sequence of length n_codes, default=None
        Names of the columns, such as ``coder.classes_``; the columns of a DataFrame come first.

    Returns
    -------
    f1 : float
        0.0, with sklearn's UndefinedMetricWarning, if no cell is gold or predicted.

    Raises
    ------
    ValueError
        If the shapes differ, a value is neither 0 nor 1, codes have no names, the hierarchy does
        not know one of them, or a mapping has a cycle.
    TypeError
        If ``hierarchy`` is something else.

    See Also
    --------
    hierarchical_precision, hierarchical_recall : Its two sides.
    f1_micro : The same without a hierarchy.

    Notes
    -----
    Summed over all notes, as `f1_micro`: ``2 |G & P| / (|G| + |P|)``, G and P the extended sets. A
    note counts each node once, however many of its codes stand below it. As in the paper the root
    is in no set: it would be a hit in every note, so leave it out of a mapping.

    A code that is itself above others ("I50" beside "I50.9") is one node. A code system may write
    it in other letters ("i50"); then capitals are no difference.

    References
    ----------
    Kiritchenko, Matwin, Famili, "Functional Annotation of Genes Using Hierarchical Text
    Categorization", BioLINK SIG 2005.

    Silla, Freitas, "A Survey of Hierarchical Classification Across Different Application Domains",
    Data Mining and Knowledge Discovery 2011.

    Examples
    --------
    The right category, but the wrong code in it:

    >>> from skmedcode.metrics import f1_micro, hierarchical_f1
    >>> codes, y_true, y_pred = ["I50.1", "I50.9", "I10"], [[1, 0, 1]], [[0, 1, 1]]
    >>> f1_micro(y_true, y_pred)
    0.5
    >>> hierarchical_f1(y_true, y_pred, code_names=codes)
    0.666...
    >>> parents = {"I50.1": "I50", "I50.9": "I50", "I50": "heart", "I10": "vessels"}
    >>> hierarchical_f1(y_true, y_pred, hierarchy=parents, code_names=codes)
    0.8
    """
    hits, n_gold, n_predicted = _sums(y_true, y_pred, hierarchy, code_names)
    return _ratio(
        2 * hits, n_gold + n_predicted, "hierarchical_f1 needs a code in y_true or y_pred"
    )


def hierarchical_precision(y_true, y_pred, *, hierarchy="category", code_names=None):
    """Share of the predicted codes and of what is above them that is gold.

    Parameters
    ----------
    y_true, y_pred : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold and predicted codes, 0 or 1.
    hierarchy : "category", CodeSystem or mapping, default="category"
        What stands above a code, as in `hierarchical_f1`.
    code_names : sequence of length n_codes, default=None
        Names of the columns; those of a DataFrame come first.

    Returns
    -------
    precision : float
        0.0, with sklearn's UndefinedMetricWarning, if no code is predicted.

    Raises
    ------
    ValueError, TypeError
        As in `hierarchical_f1`.

    References
    ----------
    Kiritchenko, Matwin, Famili, "Functional Annotation of Genes Using Hierarchical Text
    Categorization", BioLINK SIG 2005.

    Examples
    --------
    >>> from skmedcode.metrics import hierarchical_precision
    >>> hierarchical_precision([[1, 0, 1]], [[0, 1, 0]], code_names=["I50.1", "I50.9", "I10"])
    0.5
    """
    hits, _, n_predicted = _sums(y_true, y_pred, hierarchy, code_names)
    return _ratio(hits, n_predicted, "hierarchical_precision needs a code in y_pred")


def hierarchical_recall(y_true, y_pred, *, hierarchy="category", code_names=None):
    """Share of the gold codes and of what is above them that is predicted.

    Parameters
    ----------
    y_true, y_pred : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold and predicted codes, 0 or 1.
    hierarchy : "category", CodeSystem or mapping, default="category"
        What stands above a code, as in `hierarchical_f1`.
    code_names : sequence of length n_codes, default=None
        Names of the columns; those of a DataFrame come first.

    Returns
    -------
    recall : float
        0.0, with sklearn's UndefinedMetricWarning, if no code is gold.

    Raises
    ------
    ValueError, TypeError
        As in `hierarchical_f1`.

    References
    ----------
    Kiritchenko, Matwin, Famili, "Functional Annotation of Genes Using Hierarchical Text
    Categorization", BioLINK SIG 2005.

    Examples
    --------
    >>> from skmedcode.metrics import hierarchical_recall
    >>> hierarchical_recall([[1, 0, 1]], [[0, 1, 0]], code_names=["I50.1", "I50.9", "I10"])
    0.333...
    """
    hits, n_gold, _ = _sums(y_true, y_pred, hierarchy, code_names)
    return _ratio(hits, n_gold, "hierarchical_recall needs a code in y_true")


def extend(tables, nodes):
    """Join the codes of each note by what is above them.

    Parameters
    ----------
    tables : sequence of csr_array of shape (n_notes, n_codes)
    nodes : csr_array of shape (n_codes, n_nodes)
        From `node_table`.

    Returns
    -------
    list of csr_array of shape (n_notes, n_nodes)
    """
    extended = [table @ nodes for table in tables]
    for table in extended:
        table.data[:] = 1  # a node below which there are several codes counts once
    return extended


def _sums(y_true, y_pred, hierarchy, code_names):
    """Return hits, gold and predicted nodes, over all notes."""
    gold, given = check_truth_and_predictions(y_true, y_pred)
    nodes = node_table(names_of_codes(y_true, code_names), hierarchy)
    gold, given = extend((gold, given), nodes)
    return gold.multiply(given).nnz, gold.nnz, given.nnz


def _ratio(above, below, message):
    if below:
        return above / below
    warnings.warn(f"{message}. It is 0.0 here.", UndefinedMetricWarning, stacklevel=3)
    return 0.0
