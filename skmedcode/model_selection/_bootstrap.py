"""The bootstrap over notes: what is drawn, and what a set of resampled differences says."""

import numpy as np

from skmedcode.metrics._counts import row_blocks

ROUNDING = 1e-12  # sums in another order may move a difference by as much


def draw_counts(units, n_resamples, n_columns, rng):
    """Yield resamples in blocks, as how often each note is in them.

    Parameters
    ----------
    units : ndarray of int, shape (n_notes,)
        The patient of each note, from 0 on; all notes of a patient come and go together.
    n_resamples : int
    n_columns : int
        Cells a resample needs while a metric is calculated; blocks are cut to fit the memory.
    rng : RandomState

    Yields
    ------
    rows : slice
        Which of the resamples these are.
    counts : ndarray of float, shape (n_rows, n_notes)
    """
    n_units = units.max() + 1
    for rows in row_blocks((n_resamples, max(n_columns, len(units)))):
        drawn = rng.randint(n_units, size=(rows.stop - rows.start, n_units))
        drawn += n_units * np.arange(len(drawn))[:, None]  # each resample has its own range
        counts = np.bincount(drawn.ravel(), minlength=drawn.size).reshape(drawn.shape)
        yield rows, counts[:, units].astype(float)  # floats multiply faster, and are exact here


def interval(resampled, confidence_level):
    """Return the percentile interval of resampled values, (low, high)."""
    tail = (1 - confidence_level) / 2
    low, high = np.quantile(resampled, [tail, 1 - tail])
    return float(low), float(high)


def summarize(difference, resampled, confidence_level):
    """Return the percentile interval and the two-sided p-value of a difference.

    Parameters
    ----------
    difference : float
        In the notes themselves.
    resampled : ndarray of shape (n_resamples,)
        In the resamples.
    confidence_level : float

    Returns
    -------
    low, high, p_value : float

    Examples
    --------
    >>> import numpy as np
    >>> from skmedcode.model_selection._bootstrap import summarize
    >>> low, high, p_value = summarize(0.5, np.linspace(0, 1, 101), 0.9)
    >>> round(low, 3), round(high, 3), round(p_value, 3)
    (0.05, 0.95, 0.029)
    """
    low, high = interval(resampled, confidence_level)
    # Under the null hypothesis a difference scatters about 0 as the resampled about the observed.
    as_far = np.abs(resampled - difference) >= abs(difference) - ROUNDING
    # The notes themselves count as one more draw, so that p is never 0.
    return low, high, float((1 + as_far.sum()) / (1 + len(resampled)))
