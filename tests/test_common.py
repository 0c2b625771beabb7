"""Every coder passes every check of the contract."""

import warnings

import pytest
from tests_helpers import small_coders

from skmedcode import (
    AttentionCoder,
    AttentiveLSTMCoder,
    CAMLCoder,
    ClinicalBERTCoder,
    CMemNNCoder,
    CNNCoder,
    DCANCoder,
    DLACCoder,
    DRCAMLCoder,
    EncoderDecoderCoder,
    GatedCNNCoder,
    HyperCoreCoder,
    JointLAATCoder,
    LAATCoder,
    MARNCoder,
    MTRAMCoder,
    MultiResCNNCoder,
    PLMCACoder,
    PLMICDCoder,
    RNNCoder,
)
from skmedcode.utils.estimator_checks import CHECKS, check_grid_search, quick

SEARCHES = {
    AttentionCoder: {"embedding_dim": [6, 12], "lr": [1e-3, 1e-2]},
    AttentiveLSTMCoder: {"hidden_size": [4, 8], "lr": [1e-3, 1e-2]},
    CAMLCoder: {"kernel_size": [3, 5], "lr": [1e-3, 1e-2]},
    CMemNNCoder: {"hops": [1, 2], "lr": [1e-3, 1e-2]},
    CNNCoder: {"kernel_size": [2, 3], "lr": [1e-3, 1e-2]},
    DCANCoder: {"kernel_size": [1, 2], "lr": [1e-3, 1e-2]},
    EncoderDecoderCoder: {"connection": [None, "dense"], "lr": [1e-3, 1e-2]},
    ClinicalBERTCoder: {"pooling": ["max", "mean"], "lr": [1e-3, 1e-2]},
    DLACCoder: {"chunk_size": [8, 16], "lr": [1e-3, 1e-2]},
    GatedCNNCoder: {"kernel_size": [1, 3], "lr": [1e-3, 1e-2]},
    DRCAMLCoder: {"kernel_size": [3, 5], "lr": [1e-3, 1e-2]},
    HyperCoreCoder: {"hyperbolic_dim": [2, 3], "lr": [1e-3, 1e-2]},
    JointLAATCoder: {"level_size": [4, 8], "lr": [1e-3, 1e-2]},
    PLMCACoder: {"chunk_size": [8, 16], "lr": [1e-3, 1e-2]},
    PLMICDCoder: {"chunk_size": [8, 16], "lr": [1e-3, 1e-2]},
    RNNCoder: {"hidden_size": [4, 8], "lr": [1e-3, 1e-2]},
    MARNCoder: {"group_weight": [0.1, 0.3], "lr": [1e-3, 1e-2]},
    MTRAMCoder: {"group_weight": [0.1, 0.3], "lr": [1e-3, 1e-2]},
    LAATCoder: {"hidden_size": [4, 8], "lr": [1e-3, 1e-2]},
    MultiResCNNCoder: {"kernel_sizes": [(1, 3), (5,)], "lr": [1e-3, 1e-2]},
}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("coder", small_coders(), ids=lambda coder: type(coder).__name__)
def test_contract(coder, check):
    search = SEARCHES[type(coder)]
    if isinstance(coder, CAMLCoder) and coder.encoder_residual:
        search = search | {"kernel_size": [1, 3]}
    extra = {"search": search} if check is check_grid_search else {}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No validation part")
        warnings.filterwarnings("ignore", message=".* from scratch")
        check(quick(coder), **extra)
