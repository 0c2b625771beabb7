"""The guide's block for Optuna: each trial's value is what a plain loop gives."""

import numpy as np
import pytest
from tuning import CAML, NOTES, Y, by_hand, documented

from skmedcode.metrics import get_scorer
from skmedcode.model_selection import MultilabelStratifiedKFold

optuna = pytest.importorskip("optuna", reason="needs optuna: pip install skmedcode[search]")


def test_a_study_over_folds(capsys):
    space = {"np": np, "get_scorer": get_scorer, "coder": CAML, "X": NOTES, "Y": Y}
    space["MultilabelStratifiedKFold"] = MultilabelStratifiedKFold
    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    try:
        exec(documented("import optuna"), space)
    finally:
        optuna.logging.set_verbosity(before)
    study, folds = space["study"], space["folds"]
    assert len(study.trials) == 4 and str(study.best_params) in capsys.readouterr().out
    done = [trial for trial in study.trials if trial.state == optuna.trial.TrialState.COMPLETE]
    assert done
    for trial in done:
        assert trial.value == pytest.approx(np.mean(by_hand(CAML, trial.params, folds)), rel=1e-6)
