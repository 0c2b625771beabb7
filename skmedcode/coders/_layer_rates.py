"""Learning rates that fall from a transformer's last layer to its first."""

from torch import nn


def layer_rates(module, rate, decay):
    """Patterns of parameters' names and their rates.

    The last layer, and what follows it, learns at ``rate``; each layer below at ``decay`` times
    the rate of the one above it; the word embedding below the first layer.

    Parameters
    ----------
    module : EncoderDecoder
        Its encoder has a ``model`` whose layers are the longest list among its parts, or several
        of that length side by side; lists within a layer do not count.
    rate : float
    decay : float

    Returns
    -------
    tuple of (str, float)
        The first pattern that fits a name counts.
    """
    lists = _outer_lists(module.encoder.model)
    if decay == 1 or not lists:
        return (("embedding.*", rate), ("encoder.*", rate))
    n_layers = max(lists.values())
    places = [f"encoder.model.{place}." for place, size in lists.items() if size == n_layers]
    rates = [
        (f"{place}{layer}.*", rate * decay ** (n_layers - 1 - layer))
        for place in places
        for layer in range(n_layers)
    ]
    names = [name for name, _ in module.named_parameters() if name.startswith("encoder.")]
    last = max(i for i, name in enumerate(names) if name.startswith(tuple(places)))
    rates += [(name, rate) for name in names[last + 1 :]]
    below = rate * decay**n_layers
    return (*rates, ("embedding.*", below), ("encoder.*", below))


def _outer_lists(model):
    """The length of each list of parts that is in no other list, by its name."""
    lists = {}
    for name, part in model.named_modules():
        within = any(name.startswith(f"{place}.") for place in lists)
        if isinstance(part, nn.ModuleList) and not within:
            lists[name] = len(part)
    return lists
