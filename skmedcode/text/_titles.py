"""What codes are called: titles and synonyms, aligned by name."""

from collections.abc import Mapping

import numpy as np


def title_texts(titles, code_names, parameter="code_descriptions"):
    """Each code's title.

    Parameters
    ----------
    titles : mapping of code name to str, or object with ``description(code)``
    code_names : ndarray of shape (n_codes,)
    parameter : str, default="code_descriptions"
        What messages call the titles.

    Returns
    -------
    list of n_codes str
        Empty where a code has no title.
    """
    texts = [text or "" for text in _looked_up(titles, code_names, parameter, "description")]
    pairs = zip(code_names.tolist(), texts, strict=True)
    wrong = [code for code, text in pairs if not isinstance(text, str)]
    if wrong:
        raise TypeError(
            f"{parameter} must give titles of type str, not so for {len(wrong)} of {len(texts)} "
            f"codes, such as {wrong[0]!r}; leave out codes without one."
        )
    if not any(texts):
        raise ValueError(
            f"{parameter} must describe the codes by their names: none of the {len(texts)} codes "
            "was found. Compare its keys with coder.classes_ (code_names, or Y's columns)."
        )
    return texts


def synonym_texts(synonyms, code_names, parameter="code_synonyms"):
    """Each code's further names.

    Parameters
    ----------
    synonyms : mapping of code name to iterable of str, or object with ``synonyms(code)``
    code_names : ndarray of shape (n_codes,)
    parameter : str, default="code_synonyms"

    Returns
    -------
    list of n_codes lists of str
        Empty where a code has none.
    """
    found = _looked_up(synonyms, code_names, parameter, "synonyms")
    found = [[] if names is None else names for names in found]
    listed = all(np.iterable(names) and not isinstance(names, (str, bytes)) for names in found)
    if not listed or not all(isinstance(text, str) for names in found for text in names):
        raise TypeError(f"{parameter} must give a list of str for each code it names.")
    return [list(names) for names in found]


def title_ids(titles, code_names, reader, parameter="code_descriptions"):
    """Token ids of each code's title.

    Parameters
    ----------
    titles : mapping of code name to str, or object with ``description(code)``
    code_names : ndarray of shape (n_codes,)
    reader : NoteReader
    parameter : str, default="code_descriptions"
        What messages call the titles.

    Returns
    -------
    list of n_codes ndarrays of int
        Empty where a code has no title or no known word.
    """
    reader.require_words(parameter)
    return reader.encode_all(title_texts(titles, code_names, parameter))


def _looked_up(source, code_names, parameter, method):
    """What a mapping or a code system says of each code; None where it knows nothing."""
    if hasattr(source, "to_dict"):  # a pandas Series
        source = source.to_dict()
    if not isinstance(source, Mapping) and not hasattr(source, method):
        raise TypeError(
            f"{parameter} must be a mapping by code name, or a code system; got "
            f"{type(source).__name__}."
        )
    look_up = source.__getitem__ if isinstance(source, Mapping) else getattr(source, method)
    found = []
    for code in code_names.tolist():
        try:
            found.append(look_up(code))
        except KeyError:
            found.append(None)
    return found
