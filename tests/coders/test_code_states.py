"""Where queries start, against one title at a time."""

import numpy as np
import torch
from scipy import sparse

from skmedcode.coders._code_states import code_states
from skmedcode.encoders import SmallTransformer, TransformerEncoder
from skmedcode.facts import FitFacts

TITLES = [[3, 4, 5, 6, 7], [], [8], []]


def parts(**known):
    torch.manual_seed(0)
    rng = np.random.RandomState(0)
    vectors = rng.standard_normal((10, 6)).astype(np.float32)
    facts = FitFacts(
        n_tokens=10, embedding_dim=6, code_names=np.arange(4), Y=sparse.csr_array((0, 4)),
        **{"word_vectors": vectors, "title_ids": TITLES, **known},
    )  # fmt: skip
    embedding = facts.embedding()
    model = SmallTransformer(6, hidden_size=8, n_heads=2, n_positions=3, dropout=0.5)
    return facts, embedding, TransformerEncoder(model, embedding, 8, chunk_size=3)


def test_titles_and_words_that_mark_codes():
    marks = np.random.RandomState(1).standard_normal((4, 6)).astype(np.float32)
    marks[3] = 0
    facts, embedding, encoder = parts(code_vectors=marks)
    states = code_states(facts, embedding, encoder)
    assert encoder.training
    encoder.eval()
    for code in (0, 2):
        ids = torch.tensor([TITLES[code]])
        expected = encoder(embedding(ids), ids != 0)[0][0].mean(0)
        torch.testing.assert_close(states[code], expected)
    one = encoder(torch.from_numpy(marks[1])[None, None], torch.ones(1, 1, dtype=torch.bool))[0]
    torch.testing.assert_close(states[1], one[0, 0])
    assert (states[3] == 0).all()
    assert not states.requires_grad


def test_nothing_to_start_at():
    assert code_states(*parts(word_vectors=None)) is None  # weights are loaded afterwards
    assert code_states(*parts(title_ids=None)) is None
