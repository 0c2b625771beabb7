"""How many numbers a fitted model has learnt."""

import numpy as np


def count_weights(model):
    """Weights of networks, coefficients that are not 0; lexicon and trees do not count."""
    if hasattr(model, "net_"):
        return sum(weight.numel() for weight in model.net_.module_.parameters())
    if hasattr(model, "members_"):
        return sum(count_weights(member) for _, member in model.members_)
    parts = [getattr(model, name, None) for name in ("coder_", "best_estimator_")]
    if hasattr(model, "steps"):
        parts.append(model.steps[-1][1])
    parts += getattr(model, "estimators_", [])
    if any(part is not None for part in parts):
        return sum(count_weights(part) for part in parts if part is not None)
    if not hasattr(model, "coef_"):
        return 0
    return int((model.coef_ != 0).sum()) + np.size(model.intercept_)


def count_trainable(model):
    """The same without weights that stay as they start, such as frozen word vectors."""
    if not hasattr(model, "net_"):
        return count_weights(model)
    weights = model.net_.module_.parameters()
    return sum(weight.numel() for weight in weights if weight.requires_grad)
