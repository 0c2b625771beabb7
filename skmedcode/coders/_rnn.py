"""Recurrent networks."""

import numbers

from skmedcode.base import BaseCoder, coder
from skmedcode.coders._joining import label_attention
from skmedcode.coders._recipes import mimic_recipe
from skmedcode.decoders import LastStateLinear, MaxPoolLinear
from skmedcode.encoders import RecurrentEncoder
from skmedcode.module import EncoderDecoder
from skmedcode.utils._validation import check_number, check_option, check_switch


@coder
class RNNCoder(BaseCoder):
    """RNN: a GRU or LSTM over the words, in one or both directions.

    The Bi-GRU baseline of Mullenbach, Wiegreffe, Duke, Sun and Eisenstein (NAACL 2018), whose last
    states go through one linear layer; by default one attention per code reads all states, as in
    later models with a recurrent encoder (Sun et al., ECML-PKDD 2021).

    Parameters
    ----------
    hidden_size : int, default=64
        Units in each direction.
    cell : {"gru", "lstm"}, default="gru"
    bidirectional : bool, default=True
    pooling : {"attention", "max", "last"}, default="attention"
        What the output reads: all states by one attention per code, the maximum of each feature,
        or the states after the whole note, as published.
    encoder_residual : bool, default=True
        With "attention", add the encoder's output to the word embedding by a projection that starts
        at zero, so that a few hundred notes suffice. The other poolings do without.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.
    LAATCoder : An LSTM whose states are projected before codes attend to them.

    Notes
    -----
    Differs from the authors' code:

    - the last state is that of the last word, not of the padding after it;
    - ``code_descriptions`` take part in attention and output; the other poolings refuse them;
    - with "max" and "last" evidence comes from input times gradient;
    - ``published_params()`` starts from vectors of the training notes, not from word2vec;
    - defaults suit a few hundred notes; ``published_params()`` has the paper's.

    Examples
    --------
    >>> from skmedcode import RNNCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = RNNCoder(hidden_size=16, max_epochs=2, random_state=0)
    >>> coder.fit(notes.data, notes.target).predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    hidden_size: int = 64
    cell: str = "gru"
    bidirectional: bool = True
    pooling: str = "attention"
    encoder_residual: bool = True

    @classmethod
    def published_params(cls, split="top50"):
        """The recipe of the published runs on MIMIC-III.

        On the 50 codes the authors' script reads onwards only, with 512 units; on all codes both
        ways, with 256 units each.

        Parameters
        ----------
        split : {"top50", "full"}, default="top50"

        Returns
        -------
        dict
        """
        own = {"hidden_size": 256, "bidirectional": True, "max_epochs": 100}
        if split == "top50":  # the authors' script leaves its defaults here
            own = {"hidden_size": 512, "bidirectional": False, "max_epochs": 200}
            own |= {"monitor": "f1_micro", "n_iter_no_change": 3}
        own |= {"cell": "gru", "pooling": "last", "encoder_residual": False}
        return mimic_recipe(split, lr=3e-3, dropout=0.0, **own)

    def _check_parameters(self):
        super()._check_parameters()
        check_number(self.hidden_size, "hidden_size", numbers.Integral, low=1)
        check_option(self.cell, "cell", ["gru", "lstm"])
        check_option(self.pooling, "pooling", ["attention", "max", "last"])
        for name in ("bidirectional", "encoder_residual"):
            check_switch(getattr(self, name), name)
        if self.code_descriptions is not None and not self._takes_titles:
            raise ValueError(
                f"code_descriptions must be None for RNNCoder with pooling={self.pooling!r}, which "
                "has no place for them; pooling='attention' reads titles."
            )

    @property
    def _takes_titles(self):
        return self.pooling == "attention"

    _learns_evidence = _takes_titles

    def _make_module(self, facts):
        embedding = facts.embedding()
        encoder = RecurrentEncoder(
            facts.embedding_dim,
            hidden_size=self.hidden_size,
            cell=self.cell,
            bidirectional=self.bidirectional,
        )
        if self.pooling == "attention":
            return label_attention(self, facts, embedding, encoder)
        if self.pooling == "max":
            decoder = MaxPoolLinear(encoder.out_features, facts.n_codes)
        else:
            decoder = LastStateLinear(
                encoder.out_features, facts.n_codes, bidirectional=self.bidirectional
            )
        return EncoderDecoder(embedding, encoder, decoder, dropout=self.dropout)
