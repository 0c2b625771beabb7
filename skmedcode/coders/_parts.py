"""The parts that a network can be made of, by name.

A further part is a class in its room and one line here. What a part wants to know of ``fit`` it
names in its constructor: ``dropout``, and of a decoder what ``_told.py`` lists.
"""

import copy
import inspect
from functools import partial

import torch
from torch import nn

from skmedcode import decoders, encoders
from skmedcode.layers._beside import asked
from skmedcode.losses import CodePenalty, GroupLoss, HierarchyLoss, TwoTaskLoss
from skmedcode.utils._validation import check_option

ENCODERS = {
    "words": encoders.WordEncoder,
    "conv": encoders.ConvEncoder,
    "multi_res_conv": encoders.MultiResConvEncoder,
    "dilated_conv": encoders.DilatedConvEncoder,
    "gated_conv": encoders.GatedConvEncoder,
    "recurrent": encoders.RecurrentEncoder,
    "transformer": encoders.chunked_transformer,
    "pretrained": encoders.TransformerEncoder,
    "capsule": encoders.CapsuleEncoder,
    "graph": encoders.GraphEncoder,
    "hierarchical": encoders.HierarchicalEncoder,
}
CONNECTIONS = {
    "stacking": encoders.StackedEncoder,
    "injection": encoders.InjectedEncoder,
    "residual": encoders.ResidualEncoder,
    "highway": encoders.HighwayEncoder,
    "dense": encoders.DenseEncoder,
    "recalibration": encoders.recalibrated,
}
DECODERS = {
    "max_pool": decoders.MaxPoolLinear,
    "mean_pool": decoders.MeanPoolLinear,
    "attention_pool": decoders.AttentionPoolLinear,
    "chunk_pool": decoders.PooledLinear,
    "last_state": decoders.LastStateLinear,
    "label_attention": decoders.LabelAttention,
    "described_attention": decoders.DescribedAttention,
    "structured_attention": decoders.StructuredAttention,
    "cross_attention": decoders.CrossAttention,
    "hierarchical": decoders.HierarchicalAttention,
    "note_code": decoders.NoteCodeInteraction,
    "hyperbolic_graph": decoders.hyperbolic_graph,
    "joint_attention": decoders.joint_attention,
    "memory": decoders.CondensedMemory,
    "title_attention": decoders.TitleAttention,
    "title_queries": decoders.title_queries,
    "two_tasks": decoders.two_tasks,
}


def find(part, name, parts):
    """The class or function behind a name; others are handed on.

    Raises
    ------
    ValueError
        For an unknown name.
    TypeError
        For what is neither a name nor can be called.
    """
    if isinstance(part, str):
        check_option(part, name, parts)
        return parts[part]
    if isinstance(part, nn.Module) or not callable(part):
        raise TypeError(
            f"{name} must be one of {', '.join(map(repr, parts))}, or a class or function that "
            f"makes an nn.Module; got {type(part).__name__}."
        )
    return part


def wants(make, name):
    """Whether a part names something among its parameters."""
    return name in inspect.signature(make).parameters


def build(make, name, width, params, known):
    """Make a part.

    Parameters
    ----------
    make : callable ``(in_features, ...) -> nn.Module``
    name : str
        The coder's parameter, for messages.
    width : int
        Features that the part reads.
    params : mapping or None
        Its numbers, the user's.
    known : mapping of str to callable
        What ``fit`` knows, made for a part that names it and is not given it in ``params``.

    Returns
    -------
    nn.Module
    """
    params = dict(params or {})
    for key, value in known.items():
        if key not in params and wants(make, key):
            params[key] = value()
    try:
        part = make(width, **params)
    except TypeError as error:
        raise TypeError(
            f"{name}_params must suit {getattr(make, '__name__', make)!s}"
            f"{inspect.signature(make)}; it could not be made ({error})."
        ) from error
    except (KeyError, RuntimeError, ZeroDivisionError) as error:
        raise ValueError(
            f"{name}_params must be numbers with which {getattr(make, '__name__', make)!s}"
            f"{inspect.signature(make)} can be made; it failed ({type(error).__name__}: {error})."
        ) from error
    if not isinstance(part, nn.Module):
        raise TypeError(f"{name} must make an nn.Module, got {type(part).__name__}.")
    return part


def copied(part):
    """A maker of copies of a module, which is never trained in place itself."""
    return lambda in_features: copy.deepcopy(part)


def named_in_forward(part):
    """What modules of a class name in ``forward``, or a module; a function's are not made yet."""
    part = part.func if isinstance(part, partial) else part
    return asked(part) if hasattr(part, "forward") else ()


def check_states(encoder, width):
    """Run two short notes through an encoder, to refuse one that does not fit in words.

    Returns
    -------
    bool
        Whether it gives one state a word.
    """
    mask = torch.tensor([[True, True, True], [True, False, False]])
    was_training = encoder.training
    with torch.no_grad():
        beside = {name: mask.cumsum(1) * mask for name in asked(encoder)}  # as ids and sentences
        given = encoder.eval()(torch.zeros(2, 3, width), mask, **beside)
    encoder.train(was_training)
    if not (isinstance(given, tuple) and len(given) == 2 and hasattr(encoder, "out_features")):
        raise TypeError(
            "encoder must give (hidden, mask), and have the attribute out_features; got "
            f"{type(given).__name__} from {type(encoder).__name__}."
        )
    hidden, positions = given
    expected = (2, positions.shape[-1], encoder.out_features)
    if tuple(hidden.shape) != expected:
        raise ValueError(
            f"encoder must give hidden states of shape (n, positions, out_features), here "
            f"{expected}; got {tuple(hidden.shape)} from {type(encoder).__name__}."
        )
    return positions.shape == mask.shape


def loss_of(decoder, loss, weight=None):
    """The loss of a network under a decoder that gives more than logits, on top of another loss.

    Parameters
    ----------
    decoder : nn.Module
    loss : nn.Module
    weight : float, default=None
        Of what is learnt beside the codes; None takes that of the published coder.
    """
    if isinstance(decoder, decoders.DescribedAttention):
        return CodePenalty(loss, 1.0 if weight is None else weight)
    if isinstance(decoder, decoders.JointAttention):
        return GroupLoss(loss, decoder.groups)
    if isinstance(decoder, decoders.HierarchicalAttention):
        return HierarchyLoss(loss, decoder.tree.parents, decoder.tree.lines)
    if isinstance(decoder, decoders.TwoTasks):
        return TwoTaskLoss(loss, decoder.groups, 0.3 if weight is None else weight)
    return loss
