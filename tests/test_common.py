"""Every coder passes every check of the contract."""

import warnings

import pytest

from skmedcode import CAMLCoder, CNNCoder, GatedCNNCoder
from skmedcode.text import NoteTokenizer
from skmedcode.utils.estimator_checks import CHECKS, check_grid_search, quick

SMALL = {"embedding_dim": 12, "lr": 0.01}
GATED = {"hidden_size": 10, "dilations": (1, 2), **SMALL}
TITLES = {0: "kab kad", 1: "kaf kag", 2: "kak kam"}
SEARCHES = {
    CAMLCoder: {"kernel_size": [3, 5], "lr": [1e-3, 1e-2]},
    CNNCoder: {"kernel_size": [2, 3], "lr": [1e-3, 1e-2]},
    GatedCNNCoder: {"kernel_size": [1, 3], "lr": [1e-3, 1e-2]},
}
CODERS = [
    CAMLCoder(num_filters=8, **SMALL),
    CAMLCoder(num_filters=8, kernel_size=4, encoder_residual=False, prior_bias=False, **SMALL),
    CNNCoder(num_filters=10, **SMALL),
    GatedCNNCoder(**GATED),
    GatedCNNCoder(code_descriptions=TITLES, bidirectional=True, **GATED),
    GatedCNNCoder(
        causal=True, interaction="sum", output_size=5, encoder_residual=False, init_std=0.2, **GATED
    ),
    GatedCNNCoder(
        causal=True, interaction="mean", code_descriptions=TITLES, kernel_size=2, **GATED
    ),
    GatedCNNCoder(tokenizer=NoteTokenizer(min_df=2), refit=True, r_drop=0.5, **GATED),
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("coder", CODERS, ids=lambda coder: type(coder).__name__)
def test_contract(coder, check):
    extra = {"search": SEARCHES[type(coder)]} if check is check_grid_search else {}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No validation part")
        check(quick(coder), **extra)
