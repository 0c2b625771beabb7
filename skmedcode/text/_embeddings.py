"""Where the word embedding starts."""

from collections.abc import Mapping

import numpy as np
from sklearn.base import clone
from sklearn.utils import check_random_state

from skmedcode.text._document_vectors import document_vectors
from skmedcode.text._rows_by_word import rows_by_word
from skmedcode.text._word_vectors import WordVectors
from skmedcode.utils._sequences import TokenSequences


def start_vectors(embeddings, reader, sequences, embedding_dim, random_state, *, extra_texts=()):
    """Word vectors for every id.

    Parameters
    ----------
    embeddings : str, path-like, ndarray, mapping, WordVectors or gensim vectors
        "corpus" learns from the training notes, "random" draws. A matrix of shape (n_tokens, dim)
        is taken as it is. Everything else gives vectors by word, which are centred and scaled to
        length 1: a mapping of word to vector, a fitted :class:`WordVectors`, a gensim ``Word2Vec``,
        ``FastText`` or ``KeyedVectors``, or the path of a word2vec, GloVe or fastText file. Words
        that these lack start at words that are spelled like them. An unfitted
        :class:`WordVectors` is fitted on what "corpus" is, and uses spelling besides company.
    reader : NoteReader
    sequences : TokenSequences
        The training notes, for "corpus"; of a document-term matrix, what columns share notes.
    embedding_dim : int
        Width, unless ``embeddings`` has its own.
    random_state : int
    extra_texts : iterable of str, default=()
        Titles and synonyms of the codes, more text for "corpus".

    Returns
    -------
    ndarray of float32 of shape (n_tokens, dim)
        Row 0 is zero.
    """
    if isinstance(embeddings, str) and embeddings == "random":
        return _random_rows(reader.n_tokens, embedding_dim, random_state)
    if isinstance(embeddings, str) and embeddings == "corpus":
        # Without spelling: token ids, whose words nobody knows, start where their notes do.
        embeddings = WordVectors(n_components=embedding_dim, spelling=0.0)
    if isinstance(embeddings, WordVectors) and not hasattr(embeddings, "vectors_"):
        return _learnt_here(embeddings, reader, sequences, random_state, extra_texts)
    matrix = rows_by_word(embeddings, reader)
    return _from_matrix(embeddings, reader) if matrix is None else matrix


def _learnt_here(vectors, reader, sequences, random_state, extra_texts):
    """Fit on the training notes and the codes' titles, in the coder's own vocabulary."""
    vectors._check_parameters()
    if vectors.random_state is not None:
        random_state = check_random_state(vectors.random_state).randint(2**31 - 1)
    if reader.kind == "matrix" and vectors.method == "ppmi":  # no order, so no window either
        width = vectors.n_components
        return document_vectors(sequences, reader.n_tokens, width, random_state=random_state)
    if vectors._needs_words:
        reader.require_words(f"embeddings={vectors!r}")
    extra_texts = [text for text in extra_texts if text]
    if extra_texts and reader.tokenizer is not None:
        extra = reader.tokenizer.encode(extra_texts)
        flat = np.concatenate([sequences.flat, extra.flat])
        lengths = np.concatenate([sequences.lengths, extra.lengths])
        sequences = TokenSequences.from_lengths(flat, lengths)
    return clone(vectors)._learn(sequences, reader.vocabulary, reader.n_tokens, random_state)


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
            "embeddings must be 'corpus', 'random', WordVectors, a mapping of word to vector, the "
            "path of a file of them, gensim vectors, or a finite matrix of one row a token id: "
            f"{reader.n_tokens} rows, padding and unknown first; "
            f"got {type(embeddings).__name__} of shape {matrix.shape}."
        )
    matrix[0] = 0
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
    if hasattr(titles, "to_dict"):  # a pandas Series
        titles = titles.to_dict()
    if not isinstance(titles, Mapping) and not hasattr(titles, "description"):
        raise TypeError(
            f"{parameter} must be a mapping of code name to title, or a code system; got "
            f"{type(titles).__name__}."
        )
    texts = [_title(titles, code) or "" for code in code_names.tolist()]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError(f"{parameter} must give titles of type str; leave out codes without one.")
    if not any(texts):
        raise ValueError(
            f"{parameter} must describe the codes by their names: none of the {len(texts)} codes "
            "was found. Compare its keys with coder.classes_ (code_names, or Y's columns)."
        )
    return [reader.encode(text) if text else np.empty(0, dtype=np.int32) for text in texts]


def _title(titles, code):
    try:
        if isinstance(titles, Mapping):
            return titles.get(code, "")
        return titles.description(code)
    except KeyError:
        return ""
