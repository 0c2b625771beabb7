"""Documents that are made of what codes are called, to train on besides notes."""

import warnings

from sklearn.base import BaseEstimator
from sklearn.utils import check_random_state

from skmedcode.text._code_phrases import CodePhrases
from skmedcode.utils._validation import check_codes


class GuidelineAugmenter(BaseEstimator):
    """Train on documents of titles and synonyms besides the notes; prediction costs no more.

    After GKI-ICD: Zhang, Zhang, Ma, Wang, Wu, Li and Zhou, "A General Knowledge Injection Framework
    for ICD Coding", Findings of ACL 2025. Each training note is joined by a document that says what
    its codes are called, and has the same codes: ``loss(note) + weight * loss(document)``. So any
    coder learns which words speak for a code, rare ones included, without a part for titles.

    It is a parameter of every coder, ``augmenter=GuidelineAugmenter(...)``, and no estimator around
    one. Only in training does a coder see the documents, drawn anew for each batch, and those of
    the notes that it trains on alone: never those of the notes that are held out to choose the
    epoch and the threshold, which would tell their codes. Where codes start (``prior_bias``,
    ``code_start``), and what a loss counts, are the notes' alone. For other estimators,
    :meth:`make_documents` gives the documents as text.

    Parameters
    ----------
    code_descriptions : mapping of code name to str, or CodeSystem, default=None
        Titles of the codes. None takes the ``code_descriptions`` of the coder.
    code_synonyms : mapping of code name to list of str, or CodeSystem, default=None
        Further names; a document has the title or one of these, drawn by chance. None takes the
        ``code_synonyms`` of the coder, ``{}`` none.
    group_titles : mapping of code name to list of str, or CodeSystem, default=None
        Titles of the groups that a code is in, the widest first. They precede its name. A code
        system gives those of the nodes above a code that have a title.
    weight : float, default=1.0
        Weight of a document in the loss, beside 1 for its note; times the note's own
        ``sample_weight``. 0 trains as without an augmenter.

    See Also
    --------
    CAMLCoder : Has a place for titles in its network too.
    HyperCoreCoder : Puts what is above the codes into its network.

    Notes
    -----
    A code without a name is not in the documents, nor among their codes; a warning counts such
    codes. A document is read strictly: its words that no note has are left out, since a word
    without a place in the vocabulary could not be met in prediction either. A coder on a checkpoint
    knows all words, and ``AttentiveLSTMCoder`` spells them.

    ``fit``, a further ``fit`` with ``warm_start`` and ``partial_fit`` alike add documents of the
    notes that they are given. The documents pass the network after the notes of their batch, in a
    pass of their own, and what batch normalisation keeps for prediction is the notes' alone. A
    document has no gold evidence, and R-Drop compares two passes of the notes. ``train_loss`` of
    ``history_`` is the sum of both losses.

    Differs from the authors' code, and from their paper:

    - ``weight`` is free, and the sum of the losses is not halved.
    - There is no term for the likeness of what a code reads in the note and in its document; the
      authors give it the weight 0 with all codes of MIMIC-III, and 1 with the most frequent 50.
    - Queries of codes do not start at their titles; that is for the coder (``code_descriptions``).
    - The title is among the names that are drawn from, and codes are in random order with synonyms
      too.
    - The titles of groups are in the documents; the authors' code makes them and leaves them out.

    Examples
    --------
    >>> from skmedcode import CAMLCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> from skmedcode.text import GuidelineAugmenter
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> augmenter = GuidelineAugmenter(code_descriptions=notes.code_descriptions, weight=0.5)
    >>> coder = CAMLCoder(num_filters=20, max_epochs=2, augmenter=augmenter, random_state=0)
    >>> coder = coder.set_params(code_names=notes.target_names, augmenter__weight=1.0)
    >>> coder.fit(notes.data, notes.target).predict(notes.data[:2]).shape
    (2, 4)

    For an estimator of scikit-learn, in the training part of a split:

    >>> augmenter = GuidelineAugmenter(code_descriptions={"I10": "Hypertension", "N17.9": "AKI"})
    >>> augmenter.make_documents([[1, 0], [1, 1]], ["I10", "N17.9"], random_state=0)
    ['Hypertension', 'AKI. Hypertension']
    """

    def __init__(
        self, *, code_descriptions=None, code_synonyms=None, group_titles=None, weight=1.0
    ):
        self.code_descriptions = code_descriptions
        self.code_synonyms = code_synonyms
        self.group_titles = group_titles
        self.weight = weight

    def make_documents(self, Y, code_names=None, random_state=None):
        """One document for each row of Y.

        Make them of training notes alone, after a split. ``Y=np.eye(n_codes)`` gives one document a
        code.

        Parameters
        ----------
        Y : array, DataFrame or sparse matrix of shape (n_notes, n_codes)
        code_names : sequence of length n_codes, default=None
            Names of Y's columns; a DataFrame brings its own.
        random_state : int, RandomState instance or None, default=None

        Returns
        -------
        list of n_notes str
            Codes are separated by ". ", a code's groups and its name by ", ". Empty where no code
            of the note has a name.
        """
        n_notes = Y.shape[0] if hasattr(Y, "shape") else len(Y)
        Y, classes = check_codes(Y, n_notes, code_names)
        phrases = self._code_phrases(classes)
        warn_of_nameless(phrases.has_name, classes)
        rng, texts, documents = check_random_state(random_state), phrases.texts, []
        for row in range(n_notes):
            codes = Y.indices[Y.indptr[row] : Y.indptr[row + 1]]
            said = (", ".join(texts[k] for k in own) for own in phrases.draw(codes, rng))
            documents.append(". ".join(said))
        return documents

    def _code_phrases(self, code_names, code_descriptions=None, code_synonyms=None):
        """What is known of some codes; a coder's titles and synonyms where there are no own."""
        titles, synonyms = self.code_descriptions, self.code_synonyms
        titles = code_descriptions if titles is None else titles
        synonyms = code_synonyms if synonyms is None else synonyms
        if titles is None and synonyms is None:
            raise ValueError(
                "GuidelineAugmenter needs to know what the codes are called: give it "
                "code_descriptions or code_synonyms, or give them to the coder."
            )
        return CodePhrases.of_codes(code_names, titles, synonyms, self.group_titles)


def warn_of_nameless(has_name, code_names, reason=""):
    """Warn of codes that no document can speak of.

    Parameters
    ----------
    has_name : ndarray of bool of shape (n_codes,)
    code_names : ndarray of shape (n_codes,)
    reason : str, default=""
        What a name must have, to be one here.

    Raises
    ------
    ValueError
        If there is no other code.
    """
    without = code_names[~has_name].tolist()
    if len(without) == len(code_names):
        raise ValueError(
            f"augmenter must know a name{reason} of some of the {len(code_names)} codes; it knows "
            "none. Are the names of the codes those of the titles, and the titles in the language "
            "of the notes?"
        )
    if without:
        warnings.warn(
            f"augmenter knows no name{reason} of {len(without)} of {len(code_names)} codes, such "
            f"as {without[0]!r}: the documents leave them out.",
            UserWarning,
            stacklevel=3,
        )
