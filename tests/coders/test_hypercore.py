"""What HyperCore learns of the codes, and what its own parameters do."""

import pickle
import warnings

import numpy as np
import pytest
import torch
from scipy import sparse
from sklearn.base import clone
from tests_helpers import TITLES

from skmedcode import CAMLCoder, HyperCoreCoder, load, save
from skmedcode.coders import _hierarchy
from skmedcode.facts import FitFacts
from skmedcode.layers import poincare_distance
from skmedcode.training import _fit
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes()
WIDE = np.hstack([Y, Y[:, ::-1]])
NAMES = ["I50.1", "I50.9", "I10", "E11.9", "E11.2", "J45.9"]


def small(**parameters):
    own = {"num_filters": 4, "embedding_dim": 6, "hyperbolic_dim": 3, "max_epochs": 1}
    return HyperCoreCoder(**own | {"device": "cpu", "random_state": 0} | parameters)


def decoder_of(coder):
    return coder.net_.module_.decoder


def test_siblings_are_near():
    decoder = decoder_of(small(code_names=NAMES, hyperbolic_dim=5).fit(NOTES, WIDE))
    apart = poincare_distance(decoder.points.unsqueeze(1), decoder.points)
    assert decoder.points.shape == (6, 5)
    strangers = apart[0, 2:].min()
    assert apart[0, 1] < strangers and apart[3, 4] < apart[3, [0, 1, 2, 5]].min()


def test_the_hierarchy_decides_where_codes_stand():
    flat = decoder_of(small(code_names=NAMES, hierarchy=None).fit(NOTES, WIDE)).points
    groups = dict(zip(NAMES, "abcabc", strict=True))
    own = decoder_of(small(code_names=NAMES, hierarchy=groups).fit(NOTES, WIDE)).points
    apart = poincare_distance(own.unsqueeze(1), own)
    assert apart[0, 3] < apart[0, [1, 2, 4, 5]].min()
    assert not torch.allclose(flat, own)


def test_the_ablations_leave_out_their_parts():
    full = small(code_names=NAMES).fit(NOTES, WIDE)
    space, graph = ("direction", "magnitude", "points", "from_nearness"), ("graph", "from_graph")
    parts = {"use_hyperbolic": space, "use_cograph": graph}
    for switch, names in parts.items():
        without = small(code_names=NAMES, **{switch: False}).fit(NOTES, WIDE)
        left = set(decoder_of(full).state_dict()) - set(decoder_of(without).state_dict())
        assert left and all(name.split(".")[0] in names for name in left)
        assert not np.allclose(full.predict_proba(NOTES), without.predict_proba(NOTES))


def test_without_hyperbolic_space_nothing_is_laid_into_it(monkeypatch):
    monkeypatch.setattr(_hierarchy, "tree_points", None)
    small(use_hyperbolic=False).fit(NOTES, Y)


def test_the_graph_is_that_of_the_notes_it_is_trained_on(monkeypatch):
    rows = []

    def watched(*args, split_rows=_fit.split_rows):
        rows.append(split_rows(*args))
        return rows[-1]

    def edges(part):
        return FitFacts(0, 0, np.arange(6), sparse.csr_array(part.astype(np.float32))).graph()[2]

    monkeypatch.setattr(_fit, "split_rows", watched)
    coder = small(code_names=NAMES, refit=False).fit(NOTES, WIDE)
    ((train, held_out),) = rows
    assert len(held_out) > 0
    assert torch.equal(decoder_of(coder).graph.edges, edges(WIDE[train]))
    assert not torch.equal(edges(WIDE[train]), edges(WIDE))
    refitted = small(code_names=NAMES).fit(NOTES, WIDE)
    assert torch.equal(decoder_of(refitted).graph.edges, edges(WIDE))


def test_points_and_graph_stay_while_training_goes_on():
    coder = small(code_names=NAMES, warm_start=True).fit(NOTES, WIDE)
    before = {name: b.clone() for name, b in decoder_of(coder).named_buffers()}
    coder.partial_fit(NOTES[:5], WIDE[:5]).fit(NOTES[5:], WIDE[5:])
    assert {"points", "graph.starts", "graph.neighbours", "graph.edges"} <= set(before)
    for name, buffer in decoder_of(coder).named_buffers():
        assert torch.equal(buffer, before[name])
    first = clone(coder).partial_fit(NOTES[:9], WIDE[:9])
    assert torch.equal(decoder_of(first).points, before["points"])


def test_saved_without_notes_and_loaded_without_learning_again(tmp_path, monkeypatch):
    groups = dict(zip(NAMES, "aabbcc", strict=True))
    coder = small(code_names=NAMES, hierarchy=groups, graph_layers=2).fit(NOTES, WIDE)
    assert coder._facts.code_points is None and coder._facts.Y.shape[0] == 0
    save(coder, tmp_path / "coder")
    monkeypatch.setattr(_hierarchy, "tree_points", None)
    for again in (load(tmp_path / "coder", device="cpu"), pickle.loads(pickle.dumps(coder))):
        assert (again.predict_proba(NOTES) == coder.predict_proba(NOTES)).all()
        assert again.hierarchy == groups
        buffers = dict(decoder_of(again).named_buffers())
        assert all(torch.equal(buffers[n], b) for n, b in decoder_of(coder).named_buffers())
        again.partial_fit(NOTES, WIDE)
        save(again, tmp_path / "again")  # what was loaded can be saved


def test_a_damaged_graph_is_refused(tmp_path, monkeypatch):
    save(small(use_cograph=False).fit(NOTES, Y), tmp_path / "coder")
    description = (tmp_path / "coder" / "coder.json").read_text()
    changed = description.replace('"use_cograph": false', '"use_cograph": true')
    assert changed != description
    (tmp_path / "coder" / "coder.json").write_text(changed)
    with pytest.raises(ValueError, match="does not fit the network: missing .*graph.edges"):
        load(tmp_path / "coder")


def test_codes_that_are_not_known_are_counted():
    known = {"I50.1": "heart", "I50.9": "heart", "I10": "heart"}
    with pytest.warns(UserWarning, match=r"hierarchy does not know 3 of 6 codes: 'E11\.9', "):
        small(code_names=NAMES, hierarchy=known).fit(NOTES, WIDE)
    with pytest.raises(
        ValueError, match=r"hierarchy must name the codes as Y does, such as 'I50\.1'"
    ):
        small(code_names=NAMES, hierarchy={"x": "y"}).fit(NOTES, WIDE)


def test_codes_without_titles_are_counted():
    titles = {"I50.1": "kab", "I50.9": "kad", "I10": "entirely unheard"}
    with pytest.warns(
        UserWarning, match="no title, or none of known words, for 4 of 6 codes: 'I10'"
    ):
        small(code_names=NAMES, code_descriptions=titles, refit=True).fit(NOTES, WIDE)


def test_nothing_is_told_where_nothing_is_missing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        small(code_descriptions=TITLES).fit(NOTES, Y)  # names that are numbers have no category
        small(code_names=NAMES).fit(NOTES, WIDE)


@pytest.mark.parametrize(
    ("parameters", "error", "match"),
    [
        ({"hierarchy": {"a": "b", "b": "a"}, "code_names": list("abc")}, ValueError, "'a' -> 'b'"),
        ({"hierarchy": "block"}, TypeError, 'hierarchy must be "category", a CodeSystem'),
        ({"hyperbolic_dim": 0}, ValueError, "hyperbolic_dim must be an integer at least 1"),
        ({"graph_layers": 0}, ValueError, "graph_layers must be an integer at least 1"),
        ({"use_hyperbolic": "no"}, TypeError, "use_hyperbolic must be True or False"),
        ({"use_cograph": 1}, TypeError, "use_cograph must be True or False"),
        ({"kernel_size": 4}, ValueError, "kernel_size must be odd"),
    ],
)
def test_bad_parameters(parameters, error, match):
    with pytest.raises(error, match=match):
        small(**parameters).fit(NOTES, Y)


@pytest.mark.parametrize("n_codes", [50, 8921])
def test_sizes_of_the_published_network(n_codes):
    """CAML's with 200 filters beside the projections, the projector, one convolution, two maps."""
    n, dim = 200, 50
    Y = sparse.csr_array((0, n_codes), dtype=np.float32)
    facts = FitFacts(51_919, 100, np.arange(n_codes), Y)

    def size(coder):
        return sum(p.numel() for p in coder._make_module(facts).parameters())

    caml = CAMLCoder(**CAMLCoder.published_params() | {"num_filters": n})
    own = (n * n + n) + n * n + (n * dim + dim) + (n + 1) + n + n * n + n * n
    assert size(HyperCoreCoder(**HyperCoreCoder.published_params())) - size(caml) == own


def test_the_published_recipe():
    expected = {"num_filters": 200, "kernel_size": 10, "hyperbolic_dim": 50, "lr": 1e-3}
    assert expected.items() <= HyperCoreCoder.published_params("full").items()
