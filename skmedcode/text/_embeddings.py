"""Where the word embedding starts."""

from collections.abc import Mapping

import numpy as np

from skmedcode.text._word_vectors import corpus_vectors


def start_vectors(embeddings, reader, sequences, embedding_dim, random_state):
    """Word vectors for every id.

    Parameters
    ----------
    embeddings : "corpus", "random", ndarray of shape (n_tokens, dim), or mapping of str to vector
    reader : NoteReader
    sequences : TokenSequences
        The training notes, for "corpus".
    embedding_dim : int
        Width, unless ``embeddings`` has its own.
    random_state : int

    Returns
    -------
    ndarray of float32 of shape (n_tokens, dim)
        Row 0 is zero.
    """
    if isinstance(embeddings, str) and embeddings == "corpus":
        return corpus_vectors(sequences, reader.n_tokens, embedding_dim, random_state=random_state)
    if isinstance(embeddings, str) and embeddings == "random":
        return _random_rows(reader.n_tokens, embedding_dim, random_state)
    if isinstance(embeddings, Mapping):
        reader.require_words("embeddings as a mapping")
        return _from_mapping(embeddings, reader, random_state)
    return _from_matrix(embeddings, reader)


def _random_rows(n_tokens, width, random_state):
    """Rows of about length 1; more tokens add rows and leave the first ones as they are."""
    rows = np.random.RandomState(random_state).standard_normal((n_tokens, width)) / np.sqrt(width)
    rows[0] = 0
    return rows.astype(np.float32)


def _from_matrix(embeddings, reader):
    try:
        matrix = np.array(embeddings, dtype=np.float32)
    except (TypeError, ValueError):
        matrix = np.empty(0)
    if matrix.ndim != 2 or matrix.shape[0] != reader.n_tokens or not np.isfinite(matrix).all():
        raise ValueError(
            "embeddings must be 'corpus', 'random', a mapping of word to vector, or a finite "
            f"matrix of one row a token id: {reader.n_tokens} rows, padding and unknown first; "
            f"got {type(embeddings).__name__} of shape {matrix.shape}."
        )
    matrix[0] = 0
    return matrix


def _from_mapping(embeddings, reader, random_state):
    known = [word for word in reader.vocabulary if word in embeddings]
    widths = {len(embeddings[word]) for word in known}
    if len(widths) != 1:
        raise ValueError(
            "embeddings must give vectors of one width to at least one word of the notes; got "
            f"{len(known)} known words and widths {sorted(widths)}."
        )
    matrix = _random_rows(reader.n_tokens, widths.pop(), random_state)
    vectors = np.array([embeddings[word] for word in known], dtype=np.float32)
    # Words without a vector start near the origin, at a hundredth of the others' length.
    matrix *= 0.01 * np.linalg.norm(vectors, axis=1).mean()
    matrix[[reader.vocabulary[word] for word in known]] = vectors
    matrix[1] = vectors.mean(axis=0)
    return matrix


def title_ids(titles, code_names, reader, parameter="code_descriptions"):
    """Token ids of each code's title, aligned by name.

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
    texts = [_title(titles, code) for code in code_names.tolist()]
    if not any(texts):
        raise ValueError(
            f"{parameter} must describe the codes by their names: none of the {len(texts)} codes "
            "was found. Compare its keys with coder.classes_ (code_names, or Y's columns)."
        )
    return [reader.encode(text) if text else np.empty(0, dtype=np.int32) for text in texts]


def _title(titles, code):
    try:
        return titles[code] if isinstance(titles, Mapping) else titles.description(code)
    except KeyError:
        return ""
