"""ClinicalBERT, and BERT over the chunks of a note."""

from skmedcode.base import coder
from skmedcode.coders._pretrained import PretrainedCoder
from skmedcode.coders._recipes import CLINICAL_BERT, plm_recipe
from skmedcode.decoders import PooledLinear
from skmedcode.utils._validation import check_option

ONE_CHUNK = ("first", "last")
POOLINGS = (*ONE_CHUNK, "mean", "max", "attention")


@coder
class ClinicalBERTCoder(PretrainedCoder):
    """ClinicalBERT: BERT's [CLS] and a linear layer, of one chunk or of all.

    Alsentzer, Murphy, Boag, Weng, Jindi, Naumann and McDermott, "Publicly Available Clinical BERT
    Embeddings", Clinical NLP 2019; over all chunks of a note as in Ji, Hölttä and Marttinen, "Does
    the Magic of BERT Apply to Medical Code Assignment? A Quantitative Study", Computers in Biology
    and Medicine, 2021.

    Parameters
    ----------
    pooling : {"first", "last", "mean", "max", "attention"}, default="max"
        What is read of a note: its first words or its last, as many as one chunk holds, or all
        chunks, of whose [CLS] the mean, the maximum of each feature or a learnt weighted mean is
        taken. A chunk has ``chunk_size`` positions, here 512 by default.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.
    PLMCACoder : Codes attend to words instead; it is the one to take for long notes.

    Notes
    -----
    The paper gives a checkpoint and fine-tunes it for other tasks; this is BERT's usual form for
    classifying texts.

    Differs from the authors' code:

    - the layer over [CLS] starts at chance, where BERT's pooler comes with the checkpoint;
    - each code has its own sigmoid, and the loss is binary cross-entropy;
    - defaults suit a few hundred notes and read all chunks; ``published_params()`` reads the first
      512 positions.

    With 28,996 word pieces the network has 108.3 million weights and 769 a code. The talk that
    this package starts from shows 113.8 million, and does not say of what.

    Examples
    --------
    >>> import warnings
    >>> from skmedcode import ClinicalBERTCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = ClinicalBERTCoder(hidden_size=32, max_epochs=2, random_state=0)
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")  # encoder=None: no pretrained model
    ...     coder = coder.fit(notes.data, notes.target)
    >>> coder.predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    pooling: str = "max"
    chunk_size: int = 512

    _takes_titles = False  # its linear layer has no place for them
    _learns_evidence = False  # codes have no attention

    @classmethod
    def published_params(cls, split="top50"):
        """BERT's usual recipe, on the paper's checkpoint.

        Parameters
        ----------
        split : {"top50", "full"}, default="top50"

        Returns
        -------
        dict
        """
        return plm_recipe(split, encoder=CLINICAL_BERT, pooling="first", chunk_size=512, warmup=0.1)

    def _check_parameters(self):
        super()._check_parameters()
        check_option(self.pooling, "pooling", POOLINGS)
        if self.code_descriptions is not None:
            raise ValueError(
                "code_descriptions must be None for ClinicalBERTCoder, whose linear layer has no "
                "place for them; DLACCoder and PLMCACoder read titles."
            )

    def _make_module(self, facts):
        one = self.pooling in ONE_CHUNK
        embedding, encoder = self._make_encoder(facts, "first", self.pooling if one else None)
        pooling = "mean" if one else self.pooling  # of a single chunk, it is that chunk
        decoder = PooledLinear(encoder.out_features, facts.n_codes, pooling=pooling)
        return self._compose(facts, embedding, encoder, decoder)
