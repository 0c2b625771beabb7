"""What an encoder may ask to know of a note beside the vectors of its words."""

import inspect

BESIDE = ("ids", "sentences")


def asked(encoder):
    """What an encoder names among the parameters of ``forward``.

    Parameters
    ----------
    encoder : nn.Module or class of such
        A module that is made of others, and hands on what it gets, has an attribute ``asks``.

    Returns
    -------
    tuple of str
    """
    if not isinstance(encoder, type) and hasattr(encoder, "asks"):
        return encoder.asks
    named = inspect.signature(encoder.forward).parameters
    return tuple(name for name in BESIDE if name in named)


def chosen(encoder, beside):
    """Of what is known beside the words, a dict, that which an encoder asks for."""
    return {name: beside[name] for name in asked(encoder) if beside.get(name) is not None}
