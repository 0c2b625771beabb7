"""LAAT."""

import numbers

from skmedcode.base import BaseCoder, coder
from skmedcode.coders._joining import join
from skmedcode.coders._recipes import laat_recipe
from skmedcode.decoders import StructuredAttention
from skmedcode.encoders import RecurrentEncoder
from skmedcode.module import EncoderDecoder
from skmedcode.utils._validation import check_number, check_switch


@coder
class LAATCoder(BaseCoder):
    """LAAT: a bidirectional LSTM, one attention per code over a projection of its states.

    Vu, Nguyen and Nguyen, "A Label Attention Model for ICD Coding from Clinical Text", IJCAI 2020.

    Parameters
    ----------
    hidden_size : int, default=64
        Units of the LSTM in each direction.
    attention_size : int, default=None
        Width of the projection on which codes attend; None takes that of the states.
    encoder_residual : bool, default=True
        Add the encoder's output to the word embedding by a projection that starts at zero, so that
        a few hundred notes suffice. False as published.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.
    RNNCoder : The same encoder under simpler decoders.

    Notes
    -----
    Differs from the authors' code:

    - the learning rate is constant: their schedule would lower it when training has stopped;
    - ``code_descriptions``, which the paper does not use, take part in attention and output;
    - ``published_params()`` starts from vectors of the training notes, not from word2vec, and gives
      the sizes of the authors' example (512 units, 512 for the attention) on 50 codes too;
    - defaults suit a few hundred notes; ``published_params()`` has the authors'.

    Examples
    --------
    >>> from skmedcode import LAATCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = LAATCoder(hidden_size=16, max_epochs=2, random_state=0)
    >>> coder.fit(notes.data, notes.target).predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    hidden_size: int = 64
    attention_size: int | None = None
    encoder_residual: bool = True

    @classmethod
    def published_params(cls, split="top50"):
        """The recipe of the authors' code on MIMIC-III.

        Parameters
        ----------
        split : {"top50", "full"}, default="top50"

        Returns
        -------
        dict
        """
        return laat_recipe(split)

    def _check_parameters(self):
        super()._check_parameters()
        check_number(self.hidden_size, "hidden_size", numbers.Integral, low=1)
        check_number(self.attention_size, "attention_size", numbers.Integral, low=1, none=True)
        check_switch(self.encoder_residual, "encoder_residual")

    def _make_module(self, facts):
        embedding = facts.embedding()
        encoder = RecurrentEncoder(facts.embedding_dim, hidden_size=self.hidden_size)
        connection, width, start = join(
            facts, encoder, residual=self.encoder_residual, dropout=self.dropout
        )
        decoder = self._make_decoder(facts, width, facts.titles(embedding, width), start)
        return EncoderDecoder(
            embedding, encoder, decoder, connection=connection, dropout=self.dropout
        )

    def _make_decoder(self, facts, width, titles, start):
        return StructuredAttention(
            width, facts.n_codes, attention_size=self.attention_size, titles=titles, start=start
        )
