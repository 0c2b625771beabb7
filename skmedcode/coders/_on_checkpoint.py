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
