"""DLAC."""

from skmedcode.base import coder
from skmedcode.coders._pretrained import PretrainedCoder
from skmedcode.coders._recipes import CLINICAL_BERT, plm_recipe
from skmedcode.decoders import title_queries
from skmedcode.utils._validation import check_switch


@coder
class DLACCoder(PretrainedCoder):
    """DLAC: a transformer, and codes that ask for the words of their titles.

    Feucht, Wu, Althammer and Tresp, "Description-based Label Attention Classifier for Explainable
    ICD-9 Classification", W-NUT 2021.

    Parameters
    ----------
    freeze_titles : bool, default=False
        Keep the queries of codes with titles as the titles make them.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.
    PLMICDCoder : The same attention with queries that are learnt.

    Notes
    -----
    ``code_descriptions`` are the titles. A code without one, or without a word that is known, has a
    learnt query; without any titles the network is LAAT's on a transformer.

    Differs from the authors' code:

    - none was published, so what the paper leaves open is ours;
    - the words of titles have the vectors of the checkpoint's own word embedding, where the paper
      trains word2vec; titles then have its width, and are compared without what all have in common;
    - notes are read in chunks of any number, where the paper's Longformer reads 4,096 at once;
    - defaults suit a few hundred notes.

    Examples
    --------
    >>> import warnings
    >>> from skmedcode import DLACCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = DLACCoder(
    ...     code_names=notes.target_names, code_descriptions=notes.code_descriptions,
    ...     hidden_size=32, max_epochs=2, random_state=0,
    ... )
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")  # encoder=None: no pretrained model
    ...     coder = coder.fit(notes.data, notes.target)
    >>> coder.predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    freeze_titles: bool = False

    @classmethod
    def published_params(cls, split="top50"):
        """The recipe of pretrained transformers, at 512 positions, on ClinicalBERT.

        ``code_descriptions`` are to be passed beside it.

        Parameters
        ----------
        split : {"top50", "full"}, default="top50"

        Returns
        -------
        dict
        """
        return plm_recipe(split, encoder=CLINICAL_BERT, chunk_size=512)

    def _check_parameters(self):
        super()._check_parameters()
        check_switch(self.freeze_titles, "freeze_titles")

    def _make_module(self, facts):
        embedding, encoder = self._make_encoder(facts)
        decoder = title_queries(
            encoder.out_features,
            facts.n_codes,
            embedding=embedding,
            title_ids=facts.title_ids,
            word_start=facts.start(),
            freeze=self.freeze_titles,
        )
        return self._compose(facts, embedding, encoder, decoder)
