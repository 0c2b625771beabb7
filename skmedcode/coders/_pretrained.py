"""What coders on top of a pretrained transformer share."""

import copy
import numbers
import warnings
from pathlib import Path

from skmedcode.base import BaseCoder, coder
from skmedcode.coders._checkpoint import (
    empty_model,
    is_encoder,
    load_checkpoint,
    most_positions,
)
from skmedcode.coders._layer_rates import layer_rates
from skmedcode.coders._recipes import BIO_LM
from skmedcode.encoders import SmallTransformer, TransformerEncoder
from skmedcode.module import EncoderDecoder
from skmedcode.text import SubwordTokenizer
from skmedcode.utils._checkpoints import is_checkpoint_name
from skmedcode.utils._sequences import UNKNOWN
from skmedcode.utils._validation import check_number, check_option, check_switch

CHECKPOINT_LR, SCRATCH_LR = 5e-5, 1e-3
CACHES = ("float32", "float16", "bfloat16")
FROZEN_CHANCE = (
    "freeze_encoder=True needs a pretrained encoder, got encoder=None, which would keep weights "
    "that are drawn at chance."
)


@coder
class PretrainedCoder(BaseCoder):
    """A transformer, from a checkpoint or from scratch, that reads notes in chunks.

    A subclass composes its network of ``_make_encoder(facts)`` and ``_compose(...)``.

    Parameters
    ----------
    encoder : str, path-like, configuration or model of transformers, default=None
        The pretrained encoder: a folder that ``save_pretrained`` wrote, a name on the Hugging Face
        hub, a configuration (weights are drawn), or a model (it is copied). A configuration or a
        model needs ``tokenizer=SubwordTokenizer(...)``; of the others the own one is taken. None
        trains a small transformer from scratch on words.
    chunk_size : int, default=128
        Positions that the transformer reads at once, [CLS] and [SEP] included.
    stride : int, default=0
        Words or sub-words that a chunk shares with the one before it.
    encoder_lr : float, default=None
        Learning rate of the encoder and its word embedding; ``lr``, here 1e-3 by default, is that
        of the rest. None takes 5e-5 for a checkpoint and 1e-3 from scratch.
    layer_decay : float, default=1.0
        Each layer of the encoder learns at this share of the rate of the layer above it; the last
        one at ``encoder_lr``.
    freeze_encoder : bool, default=False
        Train the rest alone; the checkpoint then reads without dropout.
    cache : {"float32", "float16", "bfloat16"} or None, default="float32"
        With ``freeze_encoder``, each note is read once, and what the encoder makes of it is kept in
        this precision while ``fit`` lasts: for 1,000 sub-words of 768 features 3 MB, or half of
        that. None reads the notes anew in every epoch.
    gradient_checkpointing : bool, default=False
        Less memory in training, for a third more time.
    hidden_size : int, default=128
        Width of the transformer from scratch.
    n_layers : int, default=2
        Its layers.
    n_heads : int, default=4
        Its attentions a layer.
    """

    lr: float = 1e-3
    encoder: object = None
    chunk_size: int = 128
    stride: int = 0
    encoder_lr: float | None = None
    layer_decay: float = 1.0
    freeze_encoder: bool = False
    cache: str | None = "float32"
    gradient_checkpointing: bool = False
    hidden_size: int = 128
    n_layers: int = 2
    n_heads: int = 4

    def _check_parameters(self):
        super()._check_parameters()
        for name in ("hidden_size", "n_layers", "n_heads"):
            check_number(getattr(self, name), name, numbers.Integral, low=1)
        check_number(self.chunk_size, "chunk_size", numbers.Integral, low=1)
        check_number(self.stride, "stride", numbers.Integral, low=0)
        check_number(self.encoder_lr, "encoder_lr", low=0, open_low=True, none=True)
        check_number(self.layer_decay, "layer_decay", low=0, high=1, open_low=True)
        check_switch(self.freeze_encoder, "freeze_encoder")
        if self.cache is not None:
            check_option(self.cache, "cache", CACHES)
        check_switch(self.gradient_checkpointing, "gradient_checkpointing")
        if self.encoder == BIO_LM and not hasattr(self, "net_") and not Path(BIO_LM).is_dir():
            raise ValueError(
                f"encoder={BIO_LM!r} must be a folder, and there is none here. It comes in an "
                "archive that https://github.com/facebookresearch/bio-lm names: unpack it, and "
                "pass its path as encoder, and to the tokenizer where there is one: "
                "tokenizer=SubwordTokenizer(checkpoint=path)."
            )
        if self.encoder is None:
            self._check_scratch()
        elif not is_encoder(self.encoder):
            raise TypeError(
                "encoder must be None, a checkpoint's folder or hub name, or a configuration or "
                f"model of transformers, got {type(self.encoder).__name__}."
            )
        elif not isinstance(self.embeddings, str) or self.embeddings not in ("corpus", "random"):
            raise ValueError(
                "embeddings must be left at 'corpus' with encoder=, whose own word vectors are "
                f"used; got {type(self.embeddings).__name__}."
            )
        self._check_chunks(0)

    def _check_scratch(self):
        facts = getattr(self, "_facts", None)  # a loaded coder may lack the model it was given
        if self.freeze_encoder and (facts is None or facts.checkpoint is None):
            raise ValueError(FROZEN_CHANCE)
        if self.hidden_size % self.n_heads:
            raise ValueError(
                f"n_heads must divide hidden_size={self.hidden_size}, got {self.n_heads}."
            )

    def _check_chunks(self, n_marks):
        """Refuse chunks without room for words."""
        if self.stride >= self.chunk_size - n_marks:
            marks = f" less {n_marks} marks" if n_marks else ""
            raise ValueError(
                f"stride must be below chunk_size={self.chunk_size}{marks}, got {self.stride}: "
                "it counts the words that a chunk shares with the one before."
            )

    def _note_tokenizer(self):
        """``tokenizer``, or that of the checkpoint."""
        if self.tokenizer is None and is_checkpoint_name(self.encoder):
            return SubwordTokenizer(checkpoint=self.encoder)
        return self.tokenizer

    def _load_checkpoint(self, reader, seed):
        """The pretrained model and its description; two None from scratch."""
        if self.encoder is None:
            if self.freeze_encoder:
                raise ValueError(FROZEN_CHANCE)
            warnings.warn(
                f"{type(self).__name__} trains a small transformer from scratch, which codes worse "
                "than a pretrained one. Pass a clinical checkpoint, such as "
                "encoder='emilyalsentzer/Bio_ClinicalBERT'.",
                UserWarning,
                stacklevel=4,
            )
            return None, None
        if not isinstance(reader.tokenizer, SubwordTokenizer):
            read = "token ids" if reader.tokenizer is None else type(reader.tokenizer).__name__
            raise ValueError(
                f"encoder needs its own tokenizer, got notes read by {read}. Pass "
                "tokenizer=SubwordTokenizer(checkpoint=folder) and notes, or its token ids."
            )
        model, description = load_checkpoint(self.encoder, reader.tokenizer, seed)
        most = most_positions(model)
        if most is not None and self.chunk_size > most:
            raise ValueError(
                f"chunk_size must be at most {most}, the positions that the checkpoint knows, got "
                f"{self.chunk_size}."
            )
        self._check_chunks(len(description["prefix"]) + len(description["suffix"]))
        return model, description

    def _make_encoder(self, facts, pooling=None, where=None):
        """The word embedding and the encoder.

        Parameters
        ----------
        facts : FitFacts
        pooling : {None, "first", "mean"}, default=None
        where : {None, "first", "last"}, default=None
            As of :class:`~skmedcode.encoders.TransformerEncoder`.

        Returns
        -------
        embedding : nn.Embedding
        encoder : TransformerEncoder
        """
        options = {
            "chunk_size": self.chunk_size,
            "stride": self.stride,
            "pooling": pooling,
            "where": where,
            "gradient_checkpointing": self.gradient_checkpointing,
            "freeze": self.freeze_encoder,
        }
        if facts.checkpoint is None:
            embedding, model = facts.embedding(), self._small_transformer(facts)
            if pooling == "first":  # a place that stands for the chunk; its position is learnt
                options |= {"prefix": [UNKNOWN]}
            return embedding, TransformerEncoder(model, embedding, self.hidden_size, **options)
        model = copy.deepcopy(facts.checkpoint_model)
        if model is None:
            model = empty_model(facts.checkpoint, facts.n_tokens)
        embedding = model.get_input_embeddings()
        if self.freeze_embeddings:
            embedding.requires_grad_(False)
        options |= {key: facts.checkpoint[key] for key in ("prefix", "suffix")}
        width = model.config.hidden_size
        return embedding, TransformerEncoder(
            model, embedding, width, dropout=self.dropout, **options
        )

    def _small_transformer(self, facts):
        return SmallTransformer(
            facts.embedding_dim,
            hidden_size=self.hidden_size,
            n_layers=self.n_layers,
            n_heads=self.n_heads,
            n_positions=self.chunk_size,
            dropout=self.dropout,
        )

    def _compose(self, facts, embedding, encoder, decoder):
        """The network; a checkpoint's word vectors are left whole, as it was trained on them."""
        dropout = self.dropout if facts.checkpoint is None else 0.0
        return EncoderDecoder(embedding, encoder, decoder, dropout=dropout)

    @property
    def _states_dtype(self):
        return self.cache if self.freeze_encoder else None

    def _learning_rates(self, module):
        rate = self.encoder_lr
        if rate is None:
            small = isinstance(module.encoder.model, SmallTransformer)
            rate = SCRATCH_LR if small else CHECKPOINT_LR
        return layer_rates(module, rate, self.layer_decay)
