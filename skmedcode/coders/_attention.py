"""Words and one attention per code, nothing between them."""

from skmedcode.base import coder
from skmedcode.coders._order_free import OrderFreeCoder
from skmedcode.coders._recipes import mimic_recipe
from skmedcode.decoders import LabelAttention
from skmedcode.encoders import WordEncoder
from skmedcode.module import EncoderDecoder


@coder
class AttentionCoder(OrderFreeCoder):
    """Word vectors and one attention per code, without an encoder.

    The decoder of CAML (Mullenbach et al., NAACL 2018) on the word embedding itself: every code
    weighs the words of a note, and the weighted mean of their vectors decides. With a few hundred
    notes it keeps up with networks that encode, and is the easiest to read, because a word's weight
    does not depend on its neighbours; for the same reason it cannot see a negation.

    Besides notes and token ids it takes the document-term matrix of any vectorizer, and a 1-D y.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.
    CAMLCoder : The same decoder on a convolution.

    Notes
    -----
    Differs from the authors' code:

    - there is no published model of this form; ``published_params()`` has CAML's recipe without
      its convolution.

    Examples
    --------
    >>> from sklearn.feature_extraction.text import TfidfVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from skmedcode import AttentionCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = AttentionCoder(max_epochs=2, random_state=0)
    >>> coder.fit(notes.data, notes.target).predict_proba(notes.data[:2]).shape
    (2, 4)
    >>> pipeline = make_pipeline(TfidfVectorizer(), coder)
    >>> pipeline.fit(notes.data, notes.target).predict(notes.data[:2]).shape
    (2, 4)
    """

    @classmethod
    def published_params(cls, split="top50"):
        """CAML's recipe on MIMIC-III.

        Parameters
        ----------
        split : {"top50", "full"}, default="top50"

        Returns
        -------
        dict
        """
        return mimic_recipe(split, lr=1e-4)

    def _make_module(self, facts):
        embedding = facts.embedding()
        encoder = WordEncoder(facts.embedding_dim)
        decoder = LabelAttention(
            encoder.out_features,
            facts.n_codes,
            titles=facts.titles(embedding, encoder.out_features),
            start=facts.start(),
        )
        return EncoderDecoder(embedding, encoder, decoder, dropout=self.dropout)
