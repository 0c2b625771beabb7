"""How an encoder joins the word embedding beneath it."""

from skmedcode.decoders import LabelAttention
from skmedcode.layers import EmbeddingResidual
from skmedcode.module import EncoderDecoder


def join(facts, encoder, *, residual, dropout):
    """What follows an encoder.

    Parameters
    ----------
    facts : FitFacts
    encoder : nn.Module
    residual : bool
        Add the encoder to the word embedding, or put it in its place as published.
    dropout : float

    Returns
    -------
    connection : nn.Module or None
    width : int
        Features that the decoder reads.
    start : Tensor of shape (n_codes, width) or None
        Where codes start; only the space of the words has such places.
    """
    if not residual:
        return None, encoder.out_features, None
    connection = EmbeddingResidual(facts.embedding_dim, encoder.out_features, dropout=dropout)
    return connection, connection.out_features, facts.start()


def label_attention(coder, facts, embedding, encoder):
    """The network of an encoder under one attention a code.

    Parameters
    ----------
    coder : BaseCoder
        Its ``encoder_residual`` and ``dropout`` are read.
    facts : FitFacts
    embedding : nn.Embedding
    encoder : nn.Module

    Returns
    -------
    EncoderDecoder
    """
    connection, width, start = join(
        facts, encoder, residual=coder.encoder_residual, dropout=coder.dropout
    )
    titles = facts.titles(embedding, width)
    decoder = LabelAttention(width, facts.n_codes, titles=titles, start=start)
    return EncoderDecoder(embedding, encoder, decoder, connection=connection, dropout=coder.dropout)
