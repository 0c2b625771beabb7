"""Greedy stratification of sparse targets: the rarest code first, never dense."""

import numpy as np
import scipy.sparse as sp

TIE = 1e-9  # demands that are equal up to rounding


def greedy_parts(counts, unit_sizes, sizes, rng):
    """Assign units to parts so that each part gets its share of every code.

    A unit is a note, or all notes of a patient. Again and again the code with the fewest notes
    left is taken, and its units go one by one where that code is most in demand; among such
    parts, where the unit's codes together are.

    Parameters
    ----------
    counts : csr_array of int, shape (n_units, n_codes)
        Notes of the unit that have the code; each unit has at least one code. Units with the same
        rarest code are visited from the first row on, large ones before small ones.
    unit_sizes : ndarray of int, shape (n_units,)
        Notes of each unit.
    sizes : ndarray of int, shape (n_parts,)
        Notes wanted in each part; met only roughly.
    rng : RandomState
        Breaks ties.

    Returns
    -------
    parts : ndarray of int, shape (n_units,)

    Notes
    -----
    The order of codes and the first rule are those of iterative stratification (Sechidis,
    Tsoumakas, Vlahavas, ECML PKDD 2011). The second rule is ours: there the emptier part is taken
    at once. Demands are added up relative to the frequency of their codes. Time grows with the
    number of gold codes, and with n_codes**2 only by a scan of one vector a code.

    Examples
    --------
    >>> import numpy as np
    >>> import scipy.sparse as sp
    >>> from skmedcode.model_selection._greedy import greedy_parts
    >>> counts = sp.csr_array([[1, 0], [1, 0], [0, 1], [0, 1]])
    >>> sizes = np.array([2, 2])
    >>> parts = greedy_parts(counts, np.ones(4, dtype=int), sizes, np.random.RandomState(0))
    >>> bool(parts[0] != parts[1]), bool(parts[2] != parts[3])
    (True, True)
    """
    total = counts.sum(axis=0)
    # Folds that differ by a note have the same demand: else single notes all favour the larger.
    shares = sizes / sizes.sum() if np.ptp(sizes) > 1 else np.full(len(sizes), 1 / len(sizes))
    demand = np.outer(total, shares)  # (n_codes, n_parts)
    relative = 1 / np.maximum(total, 1)
    room = sizes.astype(float)
    left = total + rng.permutation(len(total)) / len(total)  # ties by lot
    by_code = sp.csc_array(counts)
    parts = np.full(counts.shape[0], -1)
    for _ in range(len(total)):
        code = left.argmin()
        units = by_code.indices[by_code.indptr[code] : by_code.indptr[code + 1]]
        units = units[parts[units] < 0]
        for unit in units[np.argsort(-unit_sizes[units], kind="stable")]:
            own = slice(counts.indptr[unit], counts.indptr[unit + 1])
            codes, amounts = counts.indices[own], counts.data[own]
            best = _largest(demand[code], np.arange(len(sizes)))
            if len(best) > 1:
                together = (amounts * relative[codes]) @ demand[codes]  # (n_parts,)
                best = _largest(room, _largest(together, best))
            part = best[0] if len(best) == 1 else best[rng.randint(len(best))]
            parts[unit] = part
            demand[codes, part] -= amounts
            room[part] -= unit_sizes[unit]
            left[codes] -= amounts
        left[code] = np.inf
    return parts


def _largest(values, candidates):
    """Those of the candidates that have the largest value."""
    chosen = values[candidates]
    return candidates[chosen >= chosen.max() - TIE]
