"""``--set name=value``."""

import pytest

import skmedcode
from skmedcode.cli._options import UsageError
from skmedcode.cli._settings import make_coder


def test_literals_and_words():
    settings = ["lr=2e-3", "clip_norm=None", "monitor=micro_auc", "refit=False", "loss= 'bce'"]
    coder = make_coder("GatedCNNCoder", settings, "cpu")
    assert (coder.lr, coder.clip_norm, coder.monitor, coder.refit) == (
        2e-3,
        None,
        "micro_auc",
        False,
    )
    assert coder.loss == "bce" and coder.random_state == 0 and coder.device == "cpu"


def test_a_value_may_hold_signs():
    assert make_coder("CAMLCoder", ["embeddings=a=b"]).embeddings == "a=b"
    assert make_coder("CAMLCoder", ["random_state=3"]).random_state == 3


def test_members():
    coder = make_coder("HybridCoder", ["deep__lr=0.5", "deep=CAMLCoder"])
    assert type(coder.deep) is skmedcode.CAMLCoder and coder.deep.lr == 0.5
    coder = make_coder("EnsembleCoder", ["coder__lr=0.5"])
    assert type(coder.coder) is skmedcode.AttentionCoder and coder.coder.lr == 0.5


@pytest.mark.parametrize(
    ("setting", "match"),
    [
        ("lrr=1", "none of that name. Did you mean 'lr'"),
        ("nonsense=1", "none of that name. 'skmedcode models"),
        ("lr", "must be name=value"),
        ("=1", "must be name=value"),
        ("code_names=['a']", "the codes are those of the table"),
        ("code_descriptions={}", "--titles"),
        ("callbacks=[]", "Python alone"),
    ],
)
def test_refused(setting, match):
    with pytest.raises(UsageError, match=match):
        make_coder("AttentionCoder", [setting])


def test_members_must_be_coders():
    with pytest.raises(UsageError, match="Did you mean 'CAMLCoder'"):
        make_coder("HybridCoder", ["deep=CamlCoder"])
