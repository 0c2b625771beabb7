"""Word vectors from a transformer."""

from pathlib import Path

import numpy as np
import torch
from sklearn.decomposition import PCA

from skmedcode.text._ppmi import unit_rows
from skmedcode.utils._optional import import_optional

WORDS_AT_ONCE = 256


def distilled_vectors(words, checkpoint, n_components, *, random_state=0):
    """Vectors of words that a transformer reads one at a time.

    Each word alone goes through the encoder, whose last hidden states are averaged over the word's
    pieces; the leading principal components remain.

    Parameters
    ----------
    words : list of str
    checkpoint : str or path-like
        Folder with a model and its tokenizer, as ``save_pretrained`` writes them.
    n_components : int
    random_state : int, default=0

    Returns
    -------
    ndarray of float32 of shape (len(words), n_components)
        Centred, of length 1.
    """
    hidden = _word_states(words, checkpoint)
    rank = min(n_components, *hidden.shape)
    vectors = np.zeros((len(words), n_components), dtype=np.float32)
    pca = PCA(rank, svd_solver="full" if rank == min(hidden.shape) else "randomized")
    vectors[:, :rank] = pca.set_params(random_state=random_state).fit_transform(hidden)
    return unit_rows(vectors)


def _word_states(words, checkpoint):
    """Mean hidden state of each word, shape (n_words, width of the transformer)."""
    tokenizer, model = _load(checkpoint)
    states = np.empty((len(words), model.config.hidden_size), dtype=np.float32)
    by_length = sorted(range(len(words)), key=lambda i: len(words[i]))
    for start in range(0, len(words), WORDS_AT_ONCE):
        rows = by_length[start : start + WORDS_AT_ONCE]
        batch = tokenizer(
            [words[i] for i in rows], padding=True, truncation=True, max_length=64,
            return_tensors="pt",
        )  # fmt: skip
        with torch.inference_mode():
            hidden = model(**batch).last_hidden_state  # (n, pieces, width)
        mask = batch["attention_mask"].unsqueeze(-1)  # (n, pieces, 1)
        states[rows] = ((hidden * mask).sum(1) / mask.sum(1)).numpy()  # (n, width)
    return states


def _load(checkpoint):
    """Tokenizer and encoder of a folder; nothing is downloaded."""
    folder = Path(checkpoint) if isinstance(checkpoint, (str, Path)) else None
    if folder is None or not folder.is_dir():
        raise ValueError(
            "checkpoint must be a folder with a transformer and its tokenizer for "
            f"method='distilled', got {checkpoint!r}. Download one, or write your own with "
            "save_pretrained."
        )
    transformers = import_optional(
        "transformers", extra="transformers", purpose="WordVectors(method='distilled')"
    )
    with torch.random.fork_rng(devices=[]):  # parts that the checkpoint lacks are drawn
        model = transformers.AutoModel.from_pretrained(folder, local_files_only=True)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
    return tokenizer, model.float().eval()
