"""Word vectors that others have trained, from their usual file formats."""

import gzip
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from skmedcode.utils._optional import import_optional

FASTTEXT_MAGIC = (793712314).to_bytes(4, "little")


def read_vectors(path, words):
    """Vectors of some words from a word2vec, GloVe or fastText file.

    Text files (with or without a first line of counts, plain or .gz) are read line by line and
    only the words asked for are kept. Binary files (.bin) are read by gensim.

    Parameters
    ----------
    path : str or path-like
    words : collection of str

    Returns
    -------
    dict of str to ndarray of float32 of shape (dim,)
        For the words that the file has.

    Raises
    ------
    ValueError
        Where there is no such file, or the line of a word that is needed is malformed.
    """
    path = Path(path)
    if not path.is_file():
        raise ValueError(
            "embeddings must be 'corpus', 'random', or the path of a file of word vectors; there "
            f"is no file {str(path)!r}."
        )
    if path.name.endswith((".bin", ".bin.gz")):
        return _read_binary(path, words)
    return _read_text(path, set(words))


def _read_text(path, words):
    found, width = {}, None
    with _lines(path) as lines:
        for number, line in enumerate(lines, start=1):
            word, _, rest = line.rstrip().partition(" ")
            if number == 1 and word.isdigit() and rest.strip().isdigit():
                width = int(rest)
                continue
            if width is None:
                width = len(rest.split())
            if word in words and word not in found:
                found[word] = _parse(rest, width, number, path)
    return found


@contextmanager
def _lines(path):
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    opener = gzip.open if packed else open
    with opener(path, "rt", encoding="utf-8", errors="replace", newline="\n") as lines:
        yield lines


def _parse(rest, width, number, path):
    try:
        vector = np.array(rest.split(), dtype=np.float32)
    except ValueError:
        vector = np.empty(0)
    if len(vector) != width or width == 0 or not np.isfinite(vector).all():
        raise ValueError(
            f"embeddings must be a file of one word and its numbers a line: line {number} of "
            f"{path.name} must hold a word and {width or 'its'} finite numbers. Repair the line, "
            "or read the file yourself and pass a mapping of word to vector."
        )
    return vector


def _read_binary(path, words):
    keyed_vectors = import_optional(
        "gensim.models.keyedvectors", extra="vectors", purpose="embeddings from a .bin file"
    )
    with _bytes(path) as file:
        fasttext = file.read(4) == FASTTEXT_MAGIC
    if fasttext:
        gensim_fasttext = import_optional(
            "gensim.models.fasttext", extra="vectors", purpose="embeddings from a .bin file"
        )
        keyed = gensim_fasttext.load_facebook_vectors(str(path))
    else:
        keyed = keyed_vectors.KeyedVectors.load_word2vec_format(str(path), binary=True)
    return {word: keyed[word] for word in words if word in keyed}


def _bytes(path):
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")
