"""``encoder="pretrained"`` of a coder of parts: a coder on a checkpoint lends what it knows."""

from skmedcode.coders._pretrained import PretrainedCoder

OF_CODER = (
    "chunk_size",
    "stride",
    "encoder_lr",
    "layer_decay",
    "freeze_encoder",
    "cache",
    "gradient_checkpointing",
)
OF_ENCODER = ("pooling", "where")


def on_checkpoint(coder):
    """A coder on the checkpoint that ``encoder_params`` names.

    Parameters
    ----------
    coder : EncoderDecoderCoder
        Its ``encoder`` is "pretrained".

    Returns
    -------
    lender : PretrainedCoder
        Not fitted; it checks parameters, reads notes, loads and makes the encoder.
    options : dict
        Of its ``_make_encoder``.
    """
    params = dict(coder.encoder_params or {})
    checkpoint = params.pop("checkpoint", None)
    if checkpoint is None:
        raise ValueError(
            'encoder_params must name a checkpoint with encoder="pretrained", such as '
            "{'checkpoint': 'emilyalsentzer/Bio_ClinicalBERT'}; encoder=\"transformer\" trains one "
            "from scratch."
        )
    unknown = sorted(set(params) - {*OF_CODER, *OF_ENCODER})
    if unknown:
        known = ", ".join(("checkpoint", *OF_CODER, *OF_ENCODER))
        raise TypeError(
            f'encoder_params must be among {known} with encoder="pretrained"; got {unknown[0]!r}.'
        )
    options = {name: params.pop(name) for name in OF_ENCODER if name in params}
    shared = ("tokenizer", "embeddings", "freeze_embeddings", "dropout")
    shared = {name: getattr(coder, name) for name in shared}
    return PretrainedCoder(encoder=checkpoint, **shared, **params), options


class CheckpointMixin:
    """What a coder of parts asks of a coder on the checkpoint, where its encoder is one."""

    @property
    def _is_pretrained(self):
        return isinstance(self.encoder, str) and self.encoder == "pretrained"

    @property
    def _states_dtype(self):
        kept = self._is_pretrained and not self.encoder_residual  # which reads words besides
        return on_checkpoint(self)[0]._states_dtype if kept else None

    def _note_tokenizer(self):
        return on_checkpoint(self)[0]._note_tokenizer() if self._is_pretrained else self.tokenizer

    def _load_checkpoint(self, reader, seed):
        if not self._is_pretrained:
            return None, None
        return on_checkpoint(self)[0]._load_checkpoint(reader, seed)

    def _learning_rates(self, module):
        return on_checkpoint(self)[0]._learning_rates(module) if self._is_pretrained else ()

    def _checkpoint_encoder(self, facts):
        lender, options = on_checkpoint(self)
        return lender._make_encoder(facts, **options)[1]

    def _check_checkpoint(self):
        if not self._is_pretrained:
            return
        on_checkpoint(self)[0]._check_parameters()
        if self._asks("describe"):
            raise ValueError(
                f'decoder must be another one with encoder="pretrained", got {self.decoder!r}: '
                "it would read titles by a second checkpoint."
            )
        if self.connection is not None:
            raise ValueError(
                f'connection must be None with encoder="pretrained", got {self.connection!r}: '
                "a checkpoint has its own layers."
            )
