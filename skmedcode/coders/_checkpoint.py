"""A pretrained encoder: loaded, checked against its tokenizer, made again from its description."""

import copy
import json

import torch
from torch import nn

from skmedcode.utils._checkpoints import is_checkpoint_name, part_of_checkpoint
from skmedcode.utils._optional import import_optional

SPARE_ROWS = 256  # by which tables are rounded up; more means another tokenizer


def load_checkpoint(encoder, tokenizer, seed):
    """A pretrained model whose word embedding goes by the ids of a tokenizer.

    Parameters
    ----------
    encoder : str, path-like, configuration or model of transformers
        A configuration gives drawn weights; a model is copied.
    tokenizer : SubwordTokenizer
        Fitted.
    seed : int
        For weights that are drawn.

    Returns
    -------
    model : nn.Module
        In float32, without head and pooler.
    description : dict
        Plain values from which :func:`empty_model` makes the same without weights.

    Raises
    ------
    ValueError
        If there is no such checkpoint, the tokenizer is that of another, or the model reads
        padding.
    TypeError
        If ``encoder`` is nothing of the kind.
    """
    with torch.random.fork_rng(devices=[]):  # parts that the checkpoint lacks are drawn
        torch.default_generator.manual_seed(seed)
        model = _bare(_load(encoder))
    order = torch.from_numpy(tokenizer.checkpoint_ids_)
    table = model.get_input_embeddings()
    if not isinstance(table, nn.Embedding):
        raise ValueError(
            f"encoder must have a plain table of word vectors, got a {type(table).__name__} in "
            f"{type(model).__name__}. Take another checkpoint."
        )
    if not 0 <= table.num_embeddings - len(order) <= SPARE_ROWS:
        raise ValueError(
            f"encoder must belong to its tokenizer: it has {table.num_embeddings} word vectors, "
            f"and the tokenizer {len(order)} tokens. Pass the checkpoint's own: "
            "tokenizer=SubwordTokenizer(checkpoint=folder)."
        )
    with torch.no_grad():
        rows = table(order.to(table.weight.device))  # some tables scale their rows
    _set_table(model, rows)
    _require_masking(model)
    config = json.loads(model.config.to_json_string(use_diff=False))
    config.pop("_name_or_path", None)  # a place on this machine
    description = {
        "config": config,
        "prefix": list(tokenizer.prefix_),
        "suffix": list(tokenizer.suffix_),
    }
    return model, description


def empty_model(description, n_tokens):
    """The model that :func:`load_checkpoint` described, with drawn weights."""
    transformers = _transformers("loading this coder")
    config = dict(description["config"])
    config = transformers.AutoConfig.for_model(config.pop("model_type"), **config)
    model = _bare(transformers.AutoModel.from_config(config, trust_remote_code=False))
    _set_table(model, torch.zeros(n_tokens, model.get_input_embeddings().embedding_dim))
    return model


def most_positions(model):
    """The longest input that a model of transformers reads, or None where there is no bound."""
    for name, part in model.named_modules():
        if name.endswith("position_embeddings") and isinstance(part, nn.Embedding):
            # RoBERTa counts positions from behind that of padding
            unused = 0 if part.padding_idx is None else part.padding_idx + 1
            return part.num_embeddings - unused
    most = getattr(model.config, "max_position_embeddings", None)
    return most if most is not None and most > 0 else None  # XLNet says -1


def is_encoder(value):
    """Whether a value can be loaded by :func:`load_checkpoint`, by its kind."""
    is_config = hasattr(value, "model_type") and hasattr(value, "to_json_string")
    is_model = isinstance(value, nn.Module) and hasattr(value, "base_model")
    return is_checkpoint_name(value) or is_config or is_model


@torch.no_grad()
def _require_masking(model):
    """Refuse a model in which padding changes the words, such as ConvBERT and FNet."""
    table, was_training = model.get_input_embeddings().weight, model.training
    words = table[torch.arange(1, 4, device=table.device) % len(table)].unsqueeze(0)  # (1, 3, in)
    padded = torch.cat([words, torch.zeros_like(words)], dim=1)
    real = (torch.arange(6, device=table.device) < 3).long().unsqueeze(0)
    model.eval()
    try:
        alone = model(inputs_embeds=words, attention_mask=real[:, :3])[0]
        beside = model(inputs_embeds=padded, attention_mask=real)[0][:, :3]
        leaves_it_out = torch.allclose(alone, beside, rtol=1e-3, atol=1e-4)
    except TypeError:  # there is no attention_mask
        leaves_it_out = False
    model.train(was_training)
    if not leaves_it_out:
        raise ValueError(
            f"encoder must leave out what attention_mask masks; {type(model).__name__} reads it, "
            "so that a note's codes would depend on the notes beside it. Take another checkpoint."
        )


def _load(encoder):
    if is_checkpoint_name(encoder):
        return part_of_checkpoint("AutoModel", encoder, "encoder")
    if isinstance(encoder, nn.Module):
        return copy.deepcopy(encoder.base_model)
    auto = _transformers("encoder=config").AutoModel
    return auto.from_config(encoder, trust_remote_code=False)


def _transformers(purpose):
    return import_optional("transformers", extra="transformers", purpose=purpose)


def _bare(model):
    """The encoder without what is used only behind it."""
    if getattr(model.config, "is_encoder_decoder", False):
        model = model.get_encoder()
    if getattr(model, "pooler", None) is not None:
        model.pooler = None
    return model.float()


def _set_table(model, rows):
    """Give the model a word embedding of these rows; padding is zero."""
    rows[0] = 0
    model.set_input_embeddings(nn.Embedding.from_pretrained(rows, freeze=False, padding_idx=0))
