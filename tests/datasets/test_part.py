import numpy as np
import pytest

from skmedcode.datasets._case_mix import Case
from skmedcode.datasets._draw import Draw
from skmedcode.datasets._lexicon import ENTRIES
from skmedcode.datasets._part import check_subset, draw_for, given_codes

CASES = [Case(0, 60, "F", ("cardiac",), ENTRIES[:10])] * 200
TRUE = [[entry.code for entry in ENTRIES[:10]]] * 200


def first(random_state, subset):
    draw = draw_for(random_state, subset)
    return [draw.between(0, 10**9) for _ in range(5)]


def test_parts_of_one_seed_differ():
    assert first(0, "train") == first(0, "all") != first(0, "test")
    assert first(0, "test") == first(0, "test") != first(1, "test")


def test_a_generator_goes_on():
    state = np.random.RandomState(0)
    one, two = first(state, "test"), first(state, "test")
    assert one != two and one == first(0, "test")


def test_no_noise_draws_nothing():
    draw = Draw(np.random.RandomState(0))
    assert given_codes(CASES, 0, draw) == TRUE
    assert draw.between(0, 10**9) == Draw(np.random.RandomState(0)).between(0, 10**9)


@pytest.mark.parametrize("share", [0.05, 0.5, 1.0])
def test_noise_leaves_out_its_share(share):
    given = given_codes(CASES, share, Draw(np.random.RandomState(0)))
    assert all(set(codes) <= set(true) for codes, true in zip(given, TRUE, strict=True))
    assert sum(map(len, given)) / 2000 == pytest.approx(1 - share, abs=0.03)


@pytest.mark.parametrize("name", ["heldout_synonyms", "label_noise"])
def test_what_sets_parts_apart_needs_a_part(name):
    shares = {"heldout_synonyms": 0.0, "label_noise": 0.0} | {name: 0.1}
    for subset in ("train", "test"):
        check_subset(subset, **shares)
    with pytest.raises(ValueError, match=rf"{name} .* must be 0 .* Got 0\.1; pass subset='train'"):
        check_subset("all", **shares)


def test_subset_must_be_known():
    with pytest.raises(ValueError, match="subset must be one of 'all', 'train', 'test'"):
        check_subset("dev", 0, 0)
