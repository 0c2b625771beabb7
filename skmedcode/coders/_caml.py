"""CAML."""

import numbers

from skmedcode.base import BaseCoder, coder
from skmedcode.coders._joining import label_attention
from skmedcode.coders._recipes import mimic_recipe
from skmedcode.encoders import ConvEncoder
from skmedcode.utils._validation import check_number, check_switch


@coder
class CAMLCoder(BaseCoder):
    """CAML: one convolution, then one attention per code.

    Mullenbach, Wiegreffe, Duke, Sun and Eisenstein, "Explainable Prediction of Medical Codes from
    Clinical Text", NAACL 2018.

    Parameters
    ----------
    num_filters : int, default=50
    kernel_size : int, default=5
        Words that one filter sees.
    encoder_residual : bool, default=True
        Add the convolution to the word embedding by a projection that starts at zero, so that a
        few hundred notes suffice; needs an odd ``kernel_size``. False as published.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.
    GatedCNNCoder : Reads more context.

    Notes
    -----
    Differs from the authors' code:

    - padding is masked, so a note's codes do not depend on its neighbours in the batch;
    - the unused bias of the attention is left out;
    - ``code_descriptions`` take part in the attention and the output; DR-CAML's use of titles as a
      regulariser is another model;
    - ``published_params()`` starts from vectors of the training notes, not from word2vec;
    - defaults suit a few hundred notes; ``published_params()`` has the paper's.

    Examples
    --------
    >>> from skmedcode import CAMLCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = CAMLCoder(max_epochs=2, random_state=0).fit(notes.data, notes.target)
    >>> coder.predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    num_filters: int = 50
    kernel_size: int = 5
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
        return mimic_recipe(split, lr=1e-4, num_filters=50, kernel_size=10, encoder_residual=False)

    def _check_parameters(self):
        super()._check_parameters()
        check_number(self.num_filters, "num_filters", numbers.Integral, low=1)
        check_number(self.kernel_size, "kernel_size", numbers.Integral, low=1)
        check_switch(self.encoder_residual, "encoder_residual")
        if self.encoder_residual and self.kernel_size % 2 == 0:
            raise ValueError(
                f"kernel_size must be odd with encoder_residual=True, got {self.kernel_size}: an "
                "even kernel gives one position more than there are words."
            )

    def _make_module(self, facts):
        embedding = facts.embedding()
        encoder = ConvEncoder(
            facts.embedding_dim, num_filters=self.num_filters, kernel_size=self.kernel_size
        )
        return label_attention(self, facts, embedding, encoder)
