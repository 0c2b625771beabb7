"""How many processes there may be."""

from joblib.parallel import get_active_backend


def process_count(n_jobs):
    """``n_jobs`` for joblib, or 1 where it would take threads in place of processes.

    Inside a process that joblib has started, as in a search with ``n_jobs=2``, joblib answers a
    second ``n_jobs`` by threads. Threads share the random numbers of torch and of liblinear, so
    that fits would depend on who comes first, and each would start as many threads again.

    Parameters
    ----------
    n_jobs : int or None

    Returns
    -------
    int or None

    Examples
    --------
    >>> from joblib import parallel_config
    >>> from skmedcode.utils._processes import process_count
    >>> with parallel_config("threading"):
    ...     process_count(4)
    1
    >>> process_count(4)
    4
    """
    backend, _ = get_active_backend(prefer="processes")
    return 1 if getattr(backend, "uses_threads", False) else n_jobs
