"""Our coders with the textbook's networks, and the proof that the numbers are the same."""

import numpy as np
import torch
from _speed_data import make_codes
from textbook import TWINS
from torch.nn import functional as F

import skmedcode

RECIPE = {
    "embeddings": "random",
    "embedding_dim": 100,
    "loss": "bce_mean",
    "optimizer": "adam",
    "weight_decay": 0.0,
    "clip_norm": None,
    "lr": 1e-4,
    "device": "cpu",
    "random_state": 0,
}
TOLERANCE = 1e-5


def equal_coder(model, **options):
    """A coder whose network is the textbook's; its defaults are another architecture."""
    twin = TWINS[model]
    chosen = {"code_start": "random", "prior_bias": False} | twin.options | options
    return getattr(skmedcode, twin.coder)(**RECIPE, **chosen)


def assert_equal(model, n_codes, n_notes=3, length=400, n_tokens=3_000):
    """Logits and gradients of both networks agree to 1e-5; returns the largest differences.

    Notes are equally long, because the textbook's network reads padding and ours does not. Each
    difference is relative to the largest entry of its tensor.
    """
    rng = np.random.RandomState(0)
    ids = rng.randint(2, n_tokens, size=(n_notes, length)).astype(np.int32)
    ids[0, 0] = n_tokens - 1
    Y = make_codes(n_notes, n_codes)
    coder = equal_coder(model, dropout=0.0).partial_fit(ids, Y)
    twin, ours = TWINS[model], coder.net_.module_.eval()
    textbook = twin.network(n_tokens, n_codes).eval()
    weights = dict(ours.named_parameters())
    values = weights | dict(ours.named_buffers())
    with torch.no_grad():
        for name, value in textbook.state_dict().items():
            if not name.endswith("num_batches_tracked"):
                value.copy_(values[twin.names(name)].reshape(value.shape))
    theirs = textbook(torch.from_numpy(ids).long())
    logits = coder.net_.infer(coder._dataset(ids).batch(np.arange(n_notes))[0])
    differences = {
        "logits": _difference(logits, theirs),
        "prediction": _difference(torch.from_numpy(coder.decision_function(ids)), theirs),
    }
    targets = torch.from_numpy(Y.toarray())
    ours.zero_grad()
    for outputs in (logits, theirs):
        F.binary_cross_entropy_with_logits(outputs, targets).backward()
    for name, weight in textbook.named_parameters():
        differences[f"gradient of {name}"] = _difference(
            weights[twin.names(name)].grad.reshape(weight.shape), weight.grad
        )
    worst = max(differences, key=differences.get)
    if not differences[worst] <= TOLERANCE:
        raise AssertionError(f"{model}, {n_codes} codes: {worst} differs by {differences[worst]}.")
    return differences


def _difference(one, other):
    return ((one - other).abs().max() / other.abs().max()).item()
