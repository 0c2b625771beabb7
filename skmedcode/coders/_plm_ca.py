"""PLM-CA."""

from skmedcode.base import coder
from skmedcode.coders._code_states import code_states
from skmedcode.coders._pretrained import PretrainedCoder
from skmedcode.coders._recipes import BIO_LM, plm_recipe
from skmedcode.decoders import CrossAttention


@coder
class PLMCACoder(PretrainedCoder):
    """PLM-CA: a pretrained transformer in chunks, cross attention of the codes.

    Edin, Maistro, Maaløe, Borgholt, Havtorn and Ruotsalo, "An Unsupervised Approach to Achieve
    Supervised-Level Explainability in Healthcare Records", EMNLP 2024.

    Parameters
    ----------
    own_weights : bool, default=True
        Give each code classifier weights of its own beside those that all share, so that a few
        hundred notes suffice; keys and values then start at the identity. False as published.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.

    Notes
    -----
    Differs from the authors' code:

    - each chunk carries the checkpoint's [CLS] and [SEP], as in its pretraining; theirs splits one
      marked sequence, so that most chunks have neither;
    - each code has a bias of its own, and by default weights, where theirs share one classifier;
    - queries start at the states of ``code_descriptions``, where given, and without a checkpoint
      at the words that mark a code; ``code_start="random"`` without titles is as published;
    - defaults suit a few hundred notes.

    Examples
    --------
    >>> import warnings
    >>> from skmedcode import PLMCACoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = PLMCACoder(hidden_size=32, max_epochs=2, random_state=0)
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")  # encoder=None: no pretrained model
    ...     coder = coder.fit(notes.data, notes.target)
    >>> coder.predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    own_weights: bool = True

    @classmethod
    def published_params(cls, split="top50"):
        """The recipe of the published runs, on their checkpoint.

        The checkpoint is that of :meth:`PLMICDCoder.published_params`: unpack its archive, and pass
        the folder as ``encoder``.

        Parameters
        ----------
        split : {"top50", "full"}, default="top50"

        Returns
        -------
        dict
        """
        return plm_recipe(split, encoder=BIO_LM, code_start="random", own_weights=False)

    def _make_module(self, facts):
        embedding, encoder = self._make_encoder(facts)
        start = code_states(facts, embedding, encoder)
        decoder = CrossAttention(
            encoder.out_features, facts.n_codes, start=start, own_weights=self.own_weights
        )
        return self._compose(facts, embedding, encoder, decoder)
