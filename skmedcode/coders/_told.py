"""What ``fit`` knows, made for the parts that name it among their parameters."""

import torch

from skmedcode.decoders import MaxPoolLinear
from skmedcode.module import EncoderDecoder


def told_to_decoders(facts, embedding, width, start, make_encoder):
    """What a decoder is given if it asks.

    Parameters
    ----------
    facts : FitFacts
    embedding : nn.Embedding
        The table that the notes use.
    width : int
        Features that the decoder reads.
    start : Tensor of shape (n_codes, width) or None
        Where codes start among the states.
    make_encoder : callable ``in_features -> nn.Module``
        Makes another encoder of the network's kind.

    Returns
    -------
    dict of str to callable
        ``n_codes``; ``titles`` (a module that gives a vector a code), ``title_words`` (one that
        gives the vectors of the titles' words), ``title_ids``, ``describe`` (a network that reads
        titles) and the ``embedding``; ``start`` and ``word_start`` (among the words); ``groups``,
        ``group_start`` and ``tree``; ``points`` and ``cooccurrence``; ``slots``.
    """

    def describe():
        if facts.title_ids is None:
            raise ValueError(
                'code_descriptions must be given for decoder="described_attention", which learns '
                "from them."
            )
        own = make_encoder(facts.embedding_dim)
        head = MaxPoolLinear(own.out_features, width)
        return EncoderDecoder(facts.embedding(), own, head, dropout=0.0)

    def slots():
        if width != facts.embedding_dim:
            raise ValueError(
                "encoder must give states as wide as the word embedding for a decoder with a "
                f"memory, whose texts are words; here {facts.embedding_dim}, got {width}. Take "
                "encoder_residual=True, or another width in encoder_params."
            )
        return facts.slots(embedding)

    return {
        "n_codes": lambda: facts.n_codes,
        "titles": lambda: facts.titles(embedding, width),
        "title_words": lambda: facts.title_words(embedding, width),
        "title_ids": lambda: facts.title_ids,
        "describe": describe,
        "embedding": lambda: embedding,
        "start": lambda: start,
        "word_start": facts.start,
        "groups": lambda: torch.from_numpy(facts.code_groups),
        "group_start": lambda: None if start is None else facts.of_groups().start(),
        "tree": lambda: torch.from_numpy(facts.code_tree.parents),
        "points": lambda: (
            None if facts.code_points is None else torch.from_numpy(facts.code_points)
        ),
        "cooccurrence": facts.graph,
        "slots": slots,
    }
