"""Coders that go down a tree: what they learn of it, promise, keep and refuse."""

import pickle
import re
import warnings

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests_helpers import SMALL, TITLES

from skmedcode import EncoderDecoderCoder, load, save
from skmedcode.code_systems import from_mapping
from skmedcode.coders import _asked
from skmedcode.training._parameters import LOSSES
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes()
WIDE = np.hstack([Y, Y[:, ::-1]])
NAMES = ["E11.9", "E11.2", "E11", "I50.1", "I50.9", "I10"]


def small(**parameters):
    own = {"decoder": "hierarchical", "encoder_params": {"num_filters": 4, "kernel_size": 3}}
    own |= {"max_epochs": 2, "device": "cpu", "random_state": 0, "code_names": NAMES}
    return EncoderDecoderCoder(**SMALL | own | parameters)


def fitted(**parameters):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No validation part")
        return small(**parameters).fit(NOTES, WIDE)


def column(coder, name):
    return coder.classes_.tolist().index(name)


def test_a_code_is_never_above_what_stands_above_it():
    coder = fitted()
    assert coder.nodes_.tolist() == ["I50"]
    codes, nodes = coder.predict_proba(NOTES), coder.predict_node_proba(NOTES)
    assert nodes.shape == (len(NOTES), 1) and nodes.dtype == np.float32
    for below, above in (("E11.9", "E11"), ("E11.2", "E11")):
        assert (codes[:, column(coder, below)] <= codes[:, column(coder, above)]).all()
    for below in ("I50.1", "I50.9"):
        assert (codes[:, column(coder, below)] <= nodes[:, 0]).all()
    given = coder.predict(NOTES)
    assert (given[:, 0] <= given[:, 2]).all()


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(-1, 8), min_size=8, max_size=8), st.integers(0, 9))
def test_probabilities_over_random_trees(above, seed):
    """Node n stands beneath a smaller one; the last six are codes, in any order."""
    parents = {n: min(a, n - 1) for n, a in enumerate(above)}
    names = np.random.RandomState(seed).permutation(8)[:6].tolist()
    hierarchy = {n: None if a < 0 else a for n, a in parents.items()}
    coder = fitted(code_names=names, hierarchy=hierarchy, max_epochs=1, refit=False)
    chances = np.hstack([coder.predict_proba(NOTES), coder.predict_node_proba(NOTES)])
    columns = {name: place for place, name in enumerate([*names, *coder.nodes_.tolist()])}
    assert len(columns) == chances.shape[1]
    for name, place in columns.items():
        if parents[name] >= 0:
            assert (chances[:, place] <= chances[:, columns[parents[name]]]).all()


def test_a_node_with_one_branch_is_that_branch():
    groups = {"E11.9": "E11", "E11.2": "E11", "E11": "E08-E13", "E08-E13": "E", "I10": "I10-I16"}
    groups |= {"I10-I16": "I", "I50.1": "I50", "I50.9": "I50", "I50": "I30-I52", "I30-I52": "I"}
    coder = fitted(hierarchy=groups)
    assert coder.nodes_.tolist() == ["E08-E13", "E", "I50", "I30-I52", "I", "I10-I16"]
    decoder = coder.net_.module_.decoder
    assert decoder.tree.parents.tolist() == [2, 2, -1, 6, 6, 7, 7, -1]
    codes, nodes = coder.predict_proba(NOTES), coder.predict_node_proba(NOTES)
    for node, code in (("E", "E11"), ("E08-E13", "E11"), ("I10-I16", "I10")):
        own = nodes[:, coder.nodes_.tolist().index(node)]
        np.testing.assert_array_equal(own, codes[:, column(coder, code)])
    np.testing.assert_array_equal(nodes[:, 2], nodes[:, 3])


def test_without_a_hierarchy_it_is_label_attention():
    flat, plain = fitted(hierarchy=None), fitted(decoder="label_attention")
    np.testing.assert_allclose(flat.predict_proba(NOTES), plain.predict_proba(NOTES), atol=1e-6)
    assert flat.nodes_.tolist() == [] and flat.predict_node_proba(NOTES).shape == (len(NOTES), 0)


def test_bias_starts_at_the_log_odds_among_notes_with_the_parent():
    coder = fitted(max_epochs=1, lr=1e-12, refit=False, validation_fraction=0, weight_decay=0)
    has = dict(zip(NAMES, WIDE.T, strict=True))
    has["I50"] = has["I50.1"] | has["I50.9"]
    has["E11"] = has["E11"] | has["E11.9"] | has["E11.2"]
    parents = {"E11.9": "E11", "E11.2": "E11", "I50.1": "I50", "I50.9": "I50"}
    bias = coder.net_.module_.decoder.nodes.bias.tolist()
    for name, value in zip([*NAMES, "I50"], bias, strict=True):
        among = has[parents[name]].sum() if name in parents else len(NOTES)
        count = has[name].sum()
        assert value == pytest.approx(np.log((count + 0.5) / (among - count + 0.5)), abs=1e-5)
    unset = fitted(max_epochs=1, lr=1e-12, prior_bias=False)
    assert not np.allclose(unset.net_.module_.decoder.nodes.bias.tolist(), bias, atol=0.1)


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_with_a_name(loss):
    coder = fitted(loss=loss, max_epochs=1)
    assert np.isfinite(coder.predict_proba(NOTES)).all()
    assert np.isfinite(coder.history_[0]["train_loss"])


@pytest.mark.parametrize("hierarchy", ["category", {c: c[0] for c in NAMES}])
def test_saved_and_loaded_without_asking_the_hierarchy_again(hierarchy, tmp_path, monkeypatch):
    coder = fitted(hierarchy=hierarchy, loss="weighted_bce", code_descriptions=None)
    save(coder, tmp_path)
    monkeypatch.setattr(_asked, "tree_of_codes", None)
    for again in (load(tmp_path, "cpu"), pickle.loads(pickle.dumps(coder))):
        assert again.nodes_.tolist() == coder.nodes_.tolist()
        for method in ("predict_proba", "predict_node_proba"):
            np.testing.assert_array_equal(
                getattr(again, method)(NOTES), getattr(coder, method)(NOTES)
            )
        again.partial_fit(NOTES, WIDE)
        assert again.net_.criterion_.loss.n_notes == 2 * len(NOTES)


def test_a_code_system_of_ones_own():
    titles = dict.fromkeys([*NAMES, "sugar"], "x")
    system = from_mapping(titles, parents={"E11.9": "sugar", "I50.1": "sugar"})
    assert fitted(hierarchy=system).nodes_.tolist() == ["sugar"]


def test_titles():
    coder = fitted(code_descriptions=dict(zip(NAMES, [*TITLES.values()] * 2, strict=True)))
    assert coder.explain(NOTES[:1], codes=["E11.9"])[0][0][2]
    assert (coder.predict_proba(NOTES)[:, 0] <= coder.predict_proba(NOTES)[:, 2]).all()


def test_unknown_codes_are_counted_and_stand_alone():
    with pytest.warns(UserWarning, match="hierarchy does not know 4 of 6 codes: 'E11.9', "):
        coder = small(hierarchy={"I50.1": "heart", "I50.9": "heart"}).fit(NOTES, WIDE)
    assert coder.net_.module_.decoder.tree.parents.tolist() == [-1, -1, -1, 6, 6, -1, -1]
    with pytest.raises(ValueError, match="hierarchy must name the codes as Y does"):
        small(hierarchy={"x": "y"}).fit(NOTES, WIDE)
    with pytest.raises(TypeError, match="hierarchy must be"):
        small(hierarchy=3).fit(NOTES, WIDE)


def test_other_decoders_have_no_nodes():
    assert not hasattr(small(), "nodes_")
    coder = fitted(decoder="label_attention", hierarchy=3)  # not asked
    assert not hasattr(coder, "nodes_")
    refused(coder, "label_attention")


def refused(coder, decoder):
    with pytest.raises(AttributeError) as caught:
        coder.predict_node_proba(NOTES)
    assert re.search(f"decoder must go down a tree .*{decoder}", str(caught.value.__cause__))


def test_own_decoders_are_told_of_the_tree():
    class Own(torch.nn.Module):
        def __init__(self, in_features, n_codes, tree):
            super().__init__()
            self.linear = torch.nn.Linear(in_features, n_codes)
            self.parents = tree.tolist()

        def forward(self, hidden, mask):
            return self.linear((hidden * mask.unsqueeze(-1)).sum(1))

    coder = fitted(decoder=Own)
    assert coder.net_.module_.decoder.parents == [2, 2, -1, 6, 6, -1, -1]
    refused(coder, "Own")
