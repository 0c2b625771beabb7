"""DCAN."""

import numbers

from skmedcode.base import BaseCoder, coder
from skmedcode.coders._joining import label_attention
from skmedcode.coders._recipes import mimic_recipe
from skmedcode.encoders import DilatedConvEncoder
from skmedcode.losses import LabelSmoothing
from skmedcode.utils._validation import check_number, check_switch

MOST_LEVELS = 12


@coder
class DCANCoder(BaseCoder):
    """DCAN: dilated causal convolutions with residuals, one attention per code.

    Ji, Cambria and Marttinen, "Dilated Convolutional Attention Network for Medical Code Assignment
    from Clinical Text", Clinical Natural Language Processing Workshop at EMNLP, 2020.

    Parameters
    ----------
    hidden_size : int, default=64
        Channels of the convolutions.
    output_size : int, default=64
        Features that leave the encoder.
    n_levels : int, default=3
        Blocks, with dilations 1, 2, 4, ...; at most 12, whose last looks 2,048 words back.
    kernel_size : int, default=2
        Words that one convolution sees, the current one and earlier ones.
    label_smoothing : float, default=0.0
        Share ``a`` of the targets ``(1 - a) y + a / n_codes``.
    encoder_residual : bool, default=True
        Add the encoder's output to the word embedding by a projection that starts at zero, so that
        a few hundred notes suffice. False as published.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.
    GatedCNNCoder : Dilated convolutions with gates and shared weights, by the same first author.

    Notes
    -----
    Differs from the authors' code:

    - padding is masked, so a note's codes do not depend on its neighbours in the batch;
    - the unused bias of the attention is left out;
    - the paper's number of levels is not known: the defaults of the authors' code (one level, one
      epoch, 500 words) look like placeholders. ``published_params()`` has the sizes of that code
      with the three levels, the smoothing of 0.1, the frozen embedding and the 150 epochs of the
      AnEMIC re-implementation, and the usual validation score, where the authors' is macro-F1;
    - for 50 codes and 51,919 words it then has 9,190,050 weights (6,305,250 with one level,
      7,747,650 with two); the 8.7 million of the literature is not reached by any number of levels;
    - ``published_params()`` starts from vectors of the training notes, not from word2vec;
    - defaults suit a few hundred notes.

    Examples
    --------
    >>> from skmedcode import DCANCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = DCANCoder(max_epochs=2, random_state=0).fit(notes.data, notes.target)
    >>> coder.predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    hidden_size: int = 64
    output_size: int = 64
    n_levels: int = 3
    kernel_size: int = 2
    label_smoothing: float = 0.0
    encoder_residual: bool = True

    @classmethod
    def published_params(cls, split="top50"):
        """The authors' sizes and recipe, the rest from the AnEMIC re-implementation.

        Parameters
        ----------
        split : {"top50", "full"}, default="top50"

        Returns
        -------
        dict
        """
        return mimic_recipe(
            split,
            lr=1e-4,
            max_epochs=150,
            freeze_embeddings=True,
            hidden_size=600,
            output_size=300,
            n_levels=3,
            kernel_size=2,
            label_smoothing=0.1,
            encoder_residual=False,
        )

    def _check_parameters(self):
        super()._check_parameters()
        for name in ("hidden_size", "output_size", "kernel_size"):
            check_number(getattr(self, name), name, numbers.Integral, low=1)
        check_number(self.n_levels, "n_levels", numbers.Integral, low=1, high=MOST_LEVELS)
        check_number(self.label_smoothing, "label_smoothing", low=0, high=1)
        check_switch(self.encoder_residual, "encoder_residual")

    def _make_loss(self, loss, module):
        return LabelSmoothing(loss, self.label_smoothing) if self.label_smoothing else loss

    def _make_module(self, facts):
        embedding = facts.embedding()
        encoder = DilatedConvEncoder(
            facts.embedding_dim,
            hidden_size=self.hidden_size,
            output_size=self.output_size,
            n_levels=self.n_levels,
            kernel_size=self.kernel_size,
            dropout=self.dropout,
        )
        return label_attention(self, facts, embedding, encoder)
