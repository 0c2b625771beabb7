"""The convolutional baseline of the CAML paper."""

import numbers

from skmedcode.base import BaseCoder, coder
from skmedcode.coders._recipes import mimic_recipe
from skmedcode.decoders import MaxPoolLinear
from skmedcode.encoders import ConvEncoder
from skmedcode.module import EncoderDecoder
from skmedcode.utils._validation import check_number


@coder
class CNNCoder(BaseCoder):
    """CNN: one convolution, the strongest response of each filter, one linear layer.

    Kim, "Convolutional Neural Networks for Sentence Classification", EMNLP 2014, in the form that
    Mullenbach et al. (NAACL 2018) compare CAML with.

    Parameters
    ----------
    num_filters : int, default=250
    kernel_size : int, default=3
        Words that one filter sees.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.
    CAMLCoder : Pools by attention, one for each code.

    Notes
    -----
    Differs from the authors' code:

    - padding can never be the maximum, and a note shorter than the kernel is padded, not refused;
    - titles have no place in this network: ``code_descriptions`` is refused;
    - evidence comes from input times gradient;
    - defaults suit a few hundred notes; ``published_params()`` has the paper's.

    Examples
    --------
    >>> from skmedcode import CNNCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = CNNCoder(num_filters=20, max_epochs=2, random_state=0)
    >>> coder.fit(notes.data, notes.target).predict(notes.data[:2]).shape
    (2, 4)
    """

    num_filters: int = 250
    kernel_size: int = 3

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
        own = {"lr": 3e-3, "num_filters": 500, "kernel_size": 4, "max_epochs": 100}
        if split == "top50":  # the authors' script leaves its defaults here
            own |= {"monitor": "f1_micro", "n_iter_no_change": 3}
        return mimic_recipe(split, **own)

    _takes_titles = False  # its linear layer has no place for them
    _learns_evidence = False  # it has no attention

    def _check_parameters(self):
        super()._check_parameters()
        check_number(self.num_filters, "num_filters", numbers.Integral, low=1)
        check_number(self.kernel_size, "kernel_size", numbers.Integral, low=1)
        if self.code_descriptions is not None:
            raise ValueError(
                "code_descriptions must be None for CNNCoder, whose linear layer has no place for "
                "them; CAMLCoder and GatedCNNCoder read titles."
            )

    def _make_module(self, facts):
        encoder = ConvEncoder(
            facts.embedding_dim,
            num_filters=self.num_filters,
            kernel_size=self.kernel_size,
            padding=0,
        )
        decoder = MaxPoolLinear(encoder.out_features, facts.n_codes)
        return EncoderDecoder(facts.embedding(), encoder, decoder, dropout=self.dropout)
