"""Where the word embedding starts."""

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
        "corpus" learns from the training notes, by company and, where words are known, by
        spelling; "random" draws. A matrix of shape (n_tokens, dim)
        is taken as it is. Everything else gives vectors by word, which are centred and scaled to
        length 1: a mapping of word to vector, a fitted :class:`WordVectors`, a gensim ``Word2Vec``,
        ``FastText`` or ``KeyedVectors``, or the path of a word2vec, GloVe or fastText file. Words
        that these lack start at words that are spelled like them. An unfitted
        :class:`WordVectors` is fitted on what "corpus" is.
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
        words_known = reader.vocabulary is not None  # ids without words have no spelling
        embeddings = WordVectors(n_components=embedding_dim, spelling=float(words_known))
    if isinstance(embeddings, WordVectors) and not hasattr(embeddings, "vectors_"):
        return _learnt_here(embeddings, reader, sequences, random_state, extra_texts)
    if isinstance(embeddings, str) and embeddings == "distilled":
        raise ValueError(
            "embeddings='distilled' needs a transformer: pass "
            "embeddings=WordVectors(method='distilled', checkpoint=folder)."
        )
    matrix = rows_by_word(embeddings, reader)
    return _from_matrix(embeddings, reader) if matrix is None else matrix


def _learnt_here(vectors, reader, sequences, random_state, extra_texts):
    """Fit on the training notes and the codes' titles, in the coder's own vocabulary."""
    vectors._check_parameters()
    if vectors.random_state is not None:
        random_state = check_random_state(vectors.random_state).randint(2**31 - 1)
    if vectors._needs_words:
        reader.require_words(f"embeddings={vectors!r}")
    if reader.kind == "matrix" and vectors.method == "ppmi":  # no order, so no window either
        width = vectors.n_components
        rows = document_vectors(sequences, reader.n_tokens, width, random_state=random_state)
        return vectors._spelled(rows, reader.vocabulary)
    extra_texts = [text for text in extra_texts if text]
    if extra_texts and reader.tokenizer is not None:
        extra = reader.tokenizer.encode_strictly(extra_texts)
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
