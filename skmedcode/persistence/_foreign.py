"""Members of scikit-learn's other classes, through the optional package skops."""

from skmedcode.utils._optional import import_optional

# What skops does not trust by itself, though it is nothing but numbers in scikit-learn's trees.
TREES = frozenset(
    {
        "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
        "sklearn.tree._tree.Tree",
    }
)


def write_foreign(value, name):
    """A fitted scikit-learn estimator as bytes, without pickle.

    Parameters
    ----------
    value : object
    name : str
        Where it is, for messages.

    Returns
    -------
    bytes

    Raises
    ------
    ValueError
        If the estimator holds what only pickle could write.
    ImportError
        If skops is not installed.
    """
    io = _skops(f"Saving {name} ({type(value).__name__})")
    try:
        content = io.dumps(value)
        odd = sorted(set(io.get_untrusted_types(data=content)) - TREES)
    except Exception as error:
        raise ValueError(
            f"{name} ({type(value).__name__}) cannot be saved without pickle: "
            f"{type(error).__name__}. Use an estimator of scikit-learn or of skmedcode."
        ) from error
    if odd:
        raise ValueError(
            f"{name} ({type(value).__name__}) cannot be saved without pickle: it holds "
            f"{', '.join(odd[:3])}. Use an estimator of scikit-learn or of skmedcode."
        )
    return content


def read_foreign(content, name):
    """The estimator that :func:`write_foreign` wrote.

    Parameters
    ----------
    content : bytes
    name : str

    Returns
    -------
    estimator

    Raises
    ------
    ValueError
        If the file asks for a type that is neither of scikit-learn nor known to be harmless.
    ImportError
        If skops is not installed.
    """
    io = _skops(f"Loading {name}")
    try:
        odd = sorted(set(io.get_untrusted_types(data=content)) - TREES)
    except Exception as error:
        raise ValueError(f"{name} is damaged ({type(error).__name__}).") from error
    if odd:
        raise ValueError(
            f"{name} asks for {', '.join(odd[:3])}, which is not trusted; it is not loaded."
        )
    return io.loads(content, trusted=sorted(TREES))


def _skops(purpose):
    return import_optional("skops.io", extra="skops", purpose=purpose)
