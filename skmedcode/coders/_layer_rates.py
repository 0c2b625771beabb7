"""Learning rates that fall from a transformer's last layer to its first."""

from torch import nn


def layer_rates(module, rate, decay):
    """Patterns of parameters' names and their rates.

    The last layer, and what follows it, learns at ``rate``; each layer below at ``decay`` times
    the rate of the one above it; the word embedding below the first layer.

    Parameters
    ----------
    module : EncoderDecoder
        Its encoder has a ``model`` whose layers are the longest list among its parts.
    rate : float
    decay : float

    Returns
    -------
    tuple of (str, float)
        The first pattern that fits a name counts.
    """
    lists = [
        (name, part)
        for name, part in module.encoder.model.named_modules()
        if isinstance(part, nn.ModuleList)
    ]
    if decay == 1 or not lists:
        return (("embedding.*", rate), ("encoder.*", rate))
    place, layers = max(lists, key=lambda found: len(found[1]))
    start = f"encoder.model.{place}."
    rates = [
        (f"{start}{layer}.*", rate * decay ** (len(layers) - 1 - layer))
        for layer in range(len(layers))
    ]
    names = [name for name, _ in module.named_parameters() if name.startswith("encoder.")]
    last = max(i for i, name in enumerate(names) if name.startswith(start))
    rates += [(name, rate) for name in names[last + 1 :]]
    below = rate * decay ** len(layers)
    return (*rates, ("embedding.*", below), ("encoder.*", below))
