"""What estimators answer about several codes, in whichever form, as one table."""

import numpy as np


def as_table(answer, classes, n_codes, predict=None, present=1):
    """One column a code, from any form that scikit-learn's multilabel estimators have.

    Parameters
    ----------
    answer : ndarray, or list of n_codes ndarrays of shape (n_notes, n_values)
        Of ``decision_function`` or ``predict_proba``. A list has a table a code, with a column
        for each value that training saw.
    classes : list of ndarray, or anything
        The estimator's ``classes_``; only looked at where the answer is a list.
    n_codes : int
    predict : callable, default=None
        The estimator's ``predict`` on some notes, asked only for one code and one column: where its
        answer is 1-D, the column is of the only class that training saw, present or not.
    present : object, default=1
        The class of notes with the code, for such a classifier.

    Returns
    -------
    ndarray
        Of shape (n_notes, n_codes), unless the answer is about something else.

    Examples
    --------
    >>> import numpy as np
    >>> from skmedcode.utils._responses import as_table
    >>> seen = [np.array([[0.75, 0.25]]), np.array([[1.0]])]
    >>> as_table(seen, [np.array([0, 1]), np.array([0])], 2)
    array([[0.25, 0.  ]])
    """
    if isinstance(answer, list):
        pairs = zip(answer, classes, strict=True)
        return np.column_stack([_of_one(np.asarray(table), values) for table, values in pairs])
    answer = np.asarray(answer)
    if answer.ndim == 1:
        return answer.reshape(-1, 1)
    if n_codes == 1 and answer.ndim == 2 and answer.shape[1] == 2:
        return answer[:, 1:]  # a binary classifier: absent, present
    if n_codes == 1 and answer.shape[1:] == (1,) and predict is not None and predict().ndim == 1:
        return answer if np.asarray(classes)[0] == present else 1 - answer
    return answer


def cuts_probabilities(coder):
    """Whether ``predict`` goes by ``threshold_`` on probabilities; a tuner may cut other scores."""
    cuts_others = getattr(coder, "response_method", None) == "decision_function"
    return hasattr(coder, "threshold_") and not cuts_others


def _of_one(table, values):
    """Probability of 1, which is 0 for a code that training never saw."""
    place = np.flatnonzero(np.asarray(values) == 1)
    return table[:, place[0]] if len(place) else np.zeros(len(table))
