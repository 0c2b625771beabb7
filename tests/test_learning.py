"""What a coder learns of the notes before it has a network."""

import numpy as np
import pytest

from skmedcode import AttentionCoder, CMemNNCoder, JointLAATCoder, MTRAMCoder
from skmedcode.learning import learn_facts
from skmedcode.training import _fit
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes()[:2]
PATIENTS = np.arange(len(NOTES)) // 3
CODERS = [AttentionCoder, CMemNNCoder, JointLAATCoder, MTRAMCoder]


@pytest.mark.parametrize("coder", CODERS)
def test_patients_are_not_groups_of_codes(coder):
    names = [f"E{code}.{code}" for code in range(Y.shape[1])]
    coder = coder(code_names=names, random_state=0)
    facts, _, dataset, _ = learn_facts(coder, NOTES, Y, groups=PATIENTS.astype(str))
    assert (dataset.groups[:, None] == dataset.groups).tolist() == (
        PATIENTS[:, None] == PATIENTS
    ).tolist()
    assert facts.code_groups is None or len(facts.code_groups) == Y.shape[1]
    assert learn_facts(coder, NOTES, Y)[2].groups is None


@pytest.mark.parametrize("coder", CODERS)
@pytest.mark.parametrize("patients", [None, PATIENTS])
def test_fit_holds_out_whole_patients_and_trains_on_the_others(coder, patients, monkeypatch):
    parts = []
    split_rows = _fit.split_rows

    def watched(*args):
        parts.append(split_rows(*args))
        return parts[-1]

    monkeypatch.setattr(_fit, "split_rows", watched)
    coder = coder(embedding_dim=8, max_epochs=1, refit=False, random_state=0)
    coder.fit(NOTES, Y, groups=patients)
    ((train, held_out),) = parts
    assert sorted([*train, *held_out]) == list(range(len(NOTES)))
    assert coder.history_[0]["train_batch_count"] > 0
    if patients is not None:
        assert not set(patients[train]) & set(patients[held_out])
