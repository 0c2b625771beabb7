"""DR-CAML."""

from skmedcode.base import coder
from skmedcode.coders._caml import CAMLCoder
from skmedcode.coders._joining import join
from skmedcode.coders._recipes import mimic_recipe
from skmedcode.decoders import DescribedAttention, MaxPoolLinear
from skmedcode.encoders import ConvEncoder
from skmedcode.losses import CodePenalty
from skmedcode.module import EncoderDecoder
from skmedcode.utils._validation import check_number


@coder
class DRCAMLCoder(CAMLCoder):
    """DR-CAML: CAML whose classifiers are held near their codes' descriptions.

    Mullenbach, Wiegreffe, Duke, Sun and Eisenstein, "Explainable Prediction of Medical Codes from
    Clinical Text", NAACL 2018. A second network reads each title (an embedding of its own, a
    convolution, the maximum of each filter, a linear layer); the loss adds, for the codes of a
    note, how far the classifier of each is from what that network makes of its title. Prediction
    needs no titles.

    Parameters
    ----------
    num_filters : int, default=50
    kernel_size : int, default=5
    encoder_residual : bool, default=True
        As of :class:`CAMLCoder`.
    description_weight : float, default=1.0
        Weight of the distance in the loss, the paper's lambda.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.
    CAMLCoder : There titles take part in the attention.

    Notes
    -----
    Differs from the authors' code:

    - a code's classifier is compared with the description of the same code; the authors' code lists
      descriptions in the order of a Python set and classifiers in ascending order, and so pairs
      most of them wrongly;
    - the descriptions of all codes are read in every batch, not only those of the batch's codes:
      the network does not know the targets, and titles are short;
    - codes that no training note has keep their own classifier, which the authors' code replaces by
      the description on all of MIMIC-III;
    - the differences of :class:`CAMLCoder`.

    Examples
    --------
    >>> from skmedcode import DRCAMLCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = DRCAMLCoder(
    ...     code_names=notes.target_names,
    ...     code_descriptions=notes.code_descriptions,
    ...     max_epochs=2,
    ...     random_state=0,
    ... )
    >>> coder.fit(notes.data, notes.target).predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    description_weight: float = 1.0

    @classmethod
    def published_params(cls, split="top50"):
        """The recipe of the published runs on MIMIC-III; titles come on top.

        Parameters
        ----------
        split : {"top50", "full"}, default="top50"

        Returns
        -------
        dict
        """
        own = {"num_filters": 50, "kernel_size": 10, "encoder_residual": False}
        own["description_weight"] = 10.0 if split == "top50" else 0.01
        return mimic_recipe(split, lr=1e-4, **own)

    def _check_parameters(self):
        super()._check_parameters()
        check_number(self.description_weight, "description_weight", low=0)

    def _make_loss(self, loss, module):
        return CodePenalty(loss, self.description_weight)

    def _make_module(self, facts):
        if facts.title_ids is None:
            raise ValueError(
                "code_descriptions must be given for DRCAMLCoder, which learns from them; pass a "
                "mapping or a code system, or take CAMLCoder."
            )
        encoder = self._make_encoder(facts)
        connection, width, start = join(
            facts, encoder, residual=self.encoder_residual, dropout=self.dropout
        )
        describe = EncoderDecoder(
            facts.embedding(),
            self._make_encoder(facts),
            MaxPoolLinear(encoder.out_features, width),
            dropout=0.0,
        )
        decoder = DescribedAttention(width, facts.n_codes, describe, facts.title_ids, start=start)
        return EncoderDecoder(
            facts.embedding(), encoder, decoder, connection=connection, dropout=self.dropout
        )

    def _make_encoder(self, facts):
        return ConvEncoder(
            facts.embedding_dim, num_filters=self.num_filters, kernel_size=self.kernel_size
        )
