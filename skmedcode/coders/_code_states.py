"""Where queries start that are compared with an encoder's states."""

import numpy as np
import torch

from skmedcode.utils._sequences import TokenSequences

TITLES_AT_ONCE = 256


def code_states(facts, embedding, encoder):
    """What an encoder, as it starts, makes of each code's title.

    A code without title starts at the words that mark it in the training notes, read as one word.

    Parameters
    ----------
    facts : FitFacts
    embedding : nn.Embedding
    encoder : TransformerEncoder
        Gives a state a word.

    Returns
    -------
    Tensor of shape (n_codes, out_features) or None
        Zero for codes without either; None where nothing is known, or weights are loaded later.
    """
    if facts.word_vectors is None and facts.checkpoint_model is None:
        return None
    if facts.title_ids is None and facts.code_vectors is None:
        return None
    encoder.eval()
    states = torch.zeros(facts.n_codes, encoder.out_features)
    with torch.no_grad():
        if facts.code_vectors is not None:
            vectors = facts.start().unsqueeze(1)  # (n_codes, 1, embedding_dim)
            marked = vectors.abs().sum((1, 2)) > 0
            states[marked] = _means(encoder, vectors[marked], marked[marked].unsqueeze(1))
        titles = [] if facts.title_ids is None else facts.title_ids
        described = np.array([code for code, ids in enumerate(titles) if len(ids)], dtype=int)
        for start in range(0, len(described), TITLES_AT_ONCE):
            rows = described[start : start + TITLES_AT_ONCE]
            own = [titles[row] for row in rows]
            padded, mask = TokenSequences.from_lengths(
                np.concatenate(own), [len(ids) for ids in own]
            ).pad()
            mask = torch.from_numpy(mask)
            states[rows] = _means(encoder, embedding(torch.from_numpy(padded)), mask)
    encoder.train()
    return states


def _means(encoder, embedded, mask):
    """Mean state of each row's words, (n, length, in_features) -> (n, out_features)."""
    hidden, mask = encoder(embedded, mask)
    return (hidden * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
