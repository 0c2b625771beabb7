"""The rows of a word embedding from vectors that others have trained."""

from collections.abc import Mapping
from os import PathLike

import numpy as np

from skmedcode.text._closest_words import ClosestWords
from skmedcode.text._concepts import concept_name, named_vectors
from skmedcode.text._ppmi import unit_rows
from skmedcode.text._vector_files import read_vectors
from skmedcode.text._word_vectors import WordVectors


def rows_by_word(embeddings, reader):
    """Vectors by word as one row a token id, or None for what is nothing of the kind.

    Parameters
    ----------
    embeddings : mapping of str to vector, path, fitted WordVectors, or gensim model or vectors
    reader : NoteReader

    Returns
    -------
    ndarray of float32 of shape (n_tokens, dim), or None
        Centred, of length 1. A word without a vector takes its place by its spelling; it is zero,
        as padding and unknown are, where no other is spelled like it.
    """
    keyed = getattr(embeddings, "wv", embeddings)  # a gensim model keeps its vectors there
    if isinstance(embeddings, WordVectors):
        reader.require_words("embeddings as WordVectors")
        own = embeddings.vocabulary_
        words = [w for w in reader.vocabulary if w in own or concept_name(w) is None]
        return _aligned(dict(zip(words, embeddings._rows(words), strict=True)), reader)
    if isinstance(embeddings, (str, PathLike)):
        reader.require_words("embeddings from a file")
        return _aligned(read_vectors(embeddings, reader.vocabulary), reader)
    if isinstance(embeddings, Mapping) or hasattr(keyed, "key_to_index"):
        kind = "as a mapping" if isinstance(embeddings, Mapping) else "of gensim"
        reader.require_words(f"embeddings {kind}")
        keys = {word: _key(word, keyed) for word in reader.vocabulary}
        found = {word: keyed[key] for word, key in keys.items() if key in keyed}
        return _aligned(found, reader)
    return None


def _aligned(found, reader):
    vectors = _check_vectors(found, reader)
    matrix = np.zeros((reader.n_tokens, vectors.shape[1]), dtype=np.float32)
    matrix[[reader.vocabulary[word] for word in found]] = vectors
    missing = [word for word in reader.vocabulary if word not in found]
    if missing:
        closest = ClosestWords({word: row for row, word in enumerate(found)})
        rows = [reader.vocabulary[word] for word in missing]
        matrix[rows] = closest.vectors(missing, vectors)
        concepts = [word for word in missing if concept_name(word) is not None]
        matrix = named_vectors(matrix, reader.vocabulary, concepts)
    return matrix


def _key(word, keyed):
    """What vectors are looked up by: a concept's, such as a CUI's, by its name."""
    return word if word in keyed else concept_name(word) or word


def _check_vectors(found, reader):
    """Unit rows in the order of ``found``."""
    try:
        vectors = np.array(list(found.values()), dtype=np.float32)
    except (TypeError, ValueError):
        vectors = np.empty(0)
    if vectors.ndim != 2 or vectors.shape[1] == 0 or not np.isfinite(vectors).all():
        raise ValueError(
            "embeddings must give finite vectors of one width to at least one word of the notes; "
            f"got {len(found)} of {len(reader.vocabulary)} words. Compare its words with "
            "coder.vocabulary_, which NoteTokenizer(lowercase=True) writes small."
        )
    return unit_rows(vectors, vectors.any(axis=1))
