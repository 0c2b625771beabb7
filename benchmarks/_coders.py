"""The coders of the corpus benchmarks: ``(seed, corpus) -> estimator, options of fit``."""

from sklearn.model_selection import GridSearchCV, KFold

from skmedcode import CAMLCoder, coders
from skmedcode.cli._baseline import linear_baseline
from skmedcode.ensemble import EnsembleCoder, HybridCoder, default_views
from skmedcode.metrics import get_scorer
from skmedcode.ranking import RankingCoder


def linear(ngram_range=(1, 2), search=None):
    """The linear model; with ``search``, its C by the MAP of folds inside the training notes."""

    def make(seed, corpus):
        model = linear_baseline(ngram_range)
        if search is None:
            return model, {}
        options = {"scoring": get_scorer("mean_average_precision"), "cv": KFold(3, shuffle=False)}
        return GridSearchCV(model, {"onevsrestclassifier__estimator__C": search}, **options), {}

    return make


def plain(cls):
    """A coder with its defaults and nothing known about the codes."""
    return lambda seed, corpus: (cls(code_names=corpus.train.target_names, random_state=seed), {})


def with_titles(cls):
    """The same with the codes' titles."""

    def make(seed, corpus):
        names, titles = corpus.train.target_names, corpus.titles
        return cls(code_names=names, code_descriptions=titles, random_state=seed), {}

    return make


def with_evidence(cls):
    """The same with the words that support each code in the training notes."""

    def make(seed, corpus):
        coder = cls(code_names=corpus.train.target_names, random_state=seed)
        return coder, {"evidence": corpus.train.evidence}

    return make


# Those on pretrained transformers and that on phrases have benchmarks of their own.
ELSEWHERE = {"AttentiveLSTMCoder", "ClinicalBERTCoder", "DLACCoder", "PLMCACoder", "PLMICDCoder"}
ELSEWHERE |= {"EncoderDecoderCoder"}  # others by another name
CODERS = {name: getattr(coders, name) for name in coders.__all__ if name not in ELSEWHERE}
READING = [name for name, cls in CODERS.items() if cls._takes_titles]  # and so have attention
PLAIN = {name: plain(cls) for name, cls in CODERS.items() if name != "DRCAMLCoder"}  # needs titles
TITLES = {f"{name}, titles": with_titles(CODERS[name]) for name in READING}
NO_EVIDENCE = ("CMemNNCoder", "DRCAMLCoder")  # no attention to words; titles are a must
EVIDENCE = {
    f"{name}, evidence": with_evidence(CODERS[name]) for name in READING if name not in NO_EVIDENCE
}


def together(cls, titles=False, synonyms=False, evidence=False, **options):
    """Several models in one."""

    def make(seed, corpus):
        known = {"code_names": corpus.train.target_names}
        if titles:
            known["code_descriptions"] = corpus.titles
        if synonyms:
            known["code_synonyms"] = corpus.titles
        coder = cls(n_jobs=corpus.n_jobs, random_state=seed, **known, **options)
        return coder, {"evidence": corpus.train.evidence} if evidence else {}

    return make


def seeds_with_titles(cls):
    """The mean of three seeds of one coder."""

    def make(seed, corpus):
        own, _ = with_titles(cls)(None, corpus)
        return EnsembleCoder(coder=own, n_jobs=corpus.n_jobs, random_state=seed), {}

    return make


TOGETHER = {
    "two linear views": together(HybridCoder, deep=[]),
    "HybridCoder": together(HybridCoder),
    "RankingCoder": together(RankingCoder, engine="sklearn"),
    "RankingCoder, no network": together(RankingCoder, engine="sklearn", members=default_views()),
    "RankingCoder, no lexicon": together(RankingCoder, engine="sklearn", lexicon=False),
}
TOGETHER_EVIDENCE = {
    "HybridCoder, evidence": together(HybridCoder, evidence=True),
    "RankingCoder, evidence": together(RankingCoder, engine="sklearn", evidence=True),
}
TOGETHER_TITLES = {
    "EnsembleCoder of CAMLCoder, titles": seeds_with_titles(CAMLCoder),
    "HybridCoder, titles": together(HybridCoder, titles=True),
    "RankingCoder, titles": together(RankingCoder, engine="sklearn", titles=True),
    "RankingCoder, titles, synonyms": together(
        RankingCoder, engine="sklearn", titles=True, synonyms=True
    ),
    "RankingCoder, titles, synonyms, LightGBM": together(
        RankingCoder, engine="lightgbm", titles=True, synonyms=True
    ),
    "RankingCoder, titles, no network": together(
        RankingCoder, engine="sklearn", titles=True, members=default_views()
    ),
    "RankingCoder, titles, no lexicon": together(
        RankingCoder, engine="sklearn", titles=True, lexicon=False
    ),
}
