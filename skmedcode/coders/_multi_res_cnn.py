"""MultiResCNN."""

import numbers

from skmedcode.base import BaseCoder, coder
from skmedcode.coders._joining import label_attention
from skmedcode.coders._recipes import mimic_recipe
from skmedcode.encoders import MultiResConvEncoder
from skmedcode.utils._validation import check_number, check_odd_sizes, check_switch


@coder
class MultiResCNNCoder(BaseCoder):
    """MultiResCNN: convolutions of several widths with residual blocks, one attention per code.

    Li and Yu, "ICD Coding from Clinical Text Using Multi-Filter Residual Convolutional Neural
    Network", AAAI 2020.

    Parameters
    ----------
    kernel_sizes : sequence of int, default=(3, 5, 9)
        Words that the filters see, odd; one branch each.
    num_filters : int, default=32
        Features that each branch gives.
    encoder_residual : bool, default=True
        Add the encoder's output to the word embedding by a projection that starts at zero, so that
        a few hundred notes suffice. False as published.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.
    CAMLCoder : One convolution of one width, a good deal faster.

    Notes
    -----
    Differs from the authors' code:

    - padding is masked, in the attention, between the convolutions and in the statistics of the
      batch normalisation, so a note's codes do not depend on its neighbours in the batch;
    - the unused bias of the attention is left out; so are the deeper variants (several residual
      blocks a branch) and ELMo's vectors;
    - ``published_params()`` starts from vectors of the training notes, not from word2vec;
    - defaults suit a few hundred notes; ``published_params()`` has the paper's.

    Examples
    --------
    >>> from skmedcode import MultiResCNNCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = MultiResCNNCoder(kernel_sizes=(3, 5), max_epochs=2, random_state=0)
    >>> coder.fit(notes.data, notes.target).predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    kernel_sizes: tuple = (3, 5, 9)
    num_filters: int = 32
    encoder_residual: bool = True

    @classmethod
    def published_params(cls, split="top50"):
        """The recipe of the published runs on MIMIC-III.

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
            max_epochs=500,
            kernel_sizes=(3, 5, 9, 15, 19, 25),
            num_filters=50,
            encoder_residual=False,
        )

    def _check_parameters(self):
        super()._check_parameters()
        check_number(self.num_filters, "num_filters", numbers.Integral, low=1)
        check_switch(self.encoder_residual, "encoder_residual")
        check_odd_sizes(self.kernel_sizes, "kernel_sizes")

    def _make_module(self, facts):
        embedding = facts.embedding()
        encoder = MultiResConvEncoder(
            facts.embedding_dim,
            kernel_sizes=self.kernel_sizes,
            num_filters=self.num_filters,
            dropout=self.dropout,
        )
        return label_attention(self, facts, embedding, encoder)
