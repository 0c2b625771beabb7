"""The members that ensembles have unless told otherwise."""

from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import Pipeline

from skmedcode.coders import AttentionCoder
from skmedcode.ensemble._linear import L1LogisticRegression

STEM_LENGTH = 7


def default_views():
    """Two linear views of a note that err differently.

    Returns
    -------
    list of (name, Pipeline)
        "words": TF-IDF of single words and pairs, ``C=30``. "stems": single words and pairs of
        words that are cut to their first seven letters, each there or not, ``C=1``.

    Notes
    -----
    Cutting is the stemmer that works in any language and needs no package. In five folds of the
    CodiEsp training cases seven letters did about as well beside the first view as Snowball stems:
    the same in English, a little less in Spanish.
    """
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    stems = CountVectorizer(
        ngram_range=(1, 2), min_df=2, binary=True, token_pattern=stem_pattern(STEM_LENGTH)
    )
    return [
        ("words", Pipeline([("ngrams", words), ("logistic", L1LogisticRegression(C=30.0))])),
        ("stems", Pipeline([("ngrams", stems), ("logistic", L1LogisticRegression(C=1.0))])),
    ]


def default_network():
    """The network: words and one attention per code, for eight epochs on all notes.

    Returns
    -------
    AttentionCoder

    Notes
    -----
    It holds nothing out, because the ensemble's threshold comes from folds: in the CodiEsp folds
    the mean with the two views then is as good as with early stopping, in half the time.
    """
    return AttentionCoder(validation_fraction=0.0, max_epochs=8)


def stem_pattern(length):
    r"""A vectorizer's ``token_pattern`` that cuts words to their first letters.

    Parameters
    ----------
    length : int
        Of 2 or more.

    Returns
    -------
    str
        A pattern whose one group is the stem, which is what scikit-learn then takes.

    Examples
    --------
    >>> import re
    >>> from skmedcode.ensemble._views import stem_pattern
    >>> re.findall(stem_pattern(7), "Hypertensive, hypertension: a BP of 180/90")
    ['Hyperte', 'hyperte', 'BP', 'of', '180', '90']
    """
    return rf"(?u)\b(\w{{2,{length}}})\w*"
