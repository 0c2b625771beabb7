"""
A network of your own parts
===========================

Every published network is an encoder, a deep connection and a decoder. Here is a new encoder under
decoders that are there, trained, searched and held to the contract of all coders.
"""

# %%
# An encoder reads ``(embedded, mask)``, gives ``(hidden, mask)`` and says how wide its states are.
# This one lets each word see the mean of the whole note, which tells what kind of note it is in.

import torch
from torch import nn


class WordInNote(nn.Module):
    def __init__(self, in_features, hidden_size=32):
        super().__init__()
        self.mix = nn.Linear(2 * in_features, hidden_size)
        self.out_features = hidden_size

    def forward(self, embedded, mask):
        mean = (embedded * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
        both = torch.cat([embedded, mean.unsqueeze(1).expand_as(embedded)], -1)
        return torch.tanh(self.mix(both)), mask


# %%
# ``mask`` is not a nicety: without it padding would take part in the mean, and a note's codes would
# depend on the longest note of its batch. Its numbers go into ``encoder_params``; ``connection``
# joins two layers of it.

from skmedcode import EncoderDecoderCoder
from skmedcode.datasets import make_clinical_notes

data = make_clinical_notes(n_samples=160, n_codes=5, length=40, random_state=0)
coder = EncoderDecoderCoder(
    encoder=WordInNote,
    encoder_params={"hidden_size": 24},
    connection="residual",
    code_names=data.target_names,
    max_epochs=6,
    refit=False,
    random_state=0,
)
coder.fit(data.data[:120], data.target[:120])
print(f"micro F1 {coder.score(data.data[120:], data.target[120:]):.2f}")

# %%
# Parts are parameters, so a search goes over them like any other.

from sklearn.model_selection import GridSearchCV

from skmedcode.metrics import get_scorer

grid = {"decoder": ["label_attention", "mean_pool"], "encoder": [WordInNote, "conv"]}
search = GridSearchCV(
    coder.set_params(encoder_params=None, max_epochs=4),
    grid,
    scoring=get_scorer("mean_average_precision"),
    cv=2,
)
search.fit(data.data, data.target)
for parts, score in zip(
    search.cv_results_["params"], search.cv_results_["mean_test_score"], strict=True
):
    encoder = getattr(parts["encoder"], "__name__", parts["encoder"])
    print(f"{encoder:12}{parts['decoder']:18}{score:.3f}")

# %%
# The contract of all coders asks for more than that it runs: padding and neighbours never change a
# note's probabilities, seeds repeat, a saved coder gives the same numbers, every weight is used. It
# is public, so that your own part can be held to it. (It fits some forty small networks.)

from skmedcode.utils.estimator_checks import check_coder

check_coder(EncoderDecoderCoder(encoder=WordInNote, embedding_dim=12, lr=0.01))
print("The contract holds.")
