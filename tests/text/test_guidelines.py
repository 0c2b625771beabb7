"""Documents of what codes are called, as text."""

import re

import numpy as np
import pytest
from scipy import sparse
from sklearn.base import clone

from skmedcode.code_systems import ICD10CM
from skmedcode.text import GuidelineAugmenter

NAMES = ["I10", "N17.9", "Z99"]
TITLES = {"I10": "Hypertension", "N17.9": "Kidney failure", "Z99": "Dependence"}
Y = np.array([[1, 1, 1], [0, 1, 0], [0, 0, 0]])


def test_one_document_a_note():
    augmenter = GuidelineAugmenter(code_descriptions=TITLES, group_titles={"I10": ["Blood"]})
    first, second, empty = augmenter.make_documents(Y, NAMES, random_state=0)
    wanted = ["Blood, Hypertension", "Dependence", "Kidney failure"]
    assert sorted(first.split(". ")) == wanted
    assert (second, empty) == ("Kidney failure", "")


def test_same_seed_same_documents():
    augmenter = GuidelineAugmenter(code_descriptions=ICD10CM(), code_synonyms=ICD10CM())
    many = np.ones((50, 3), dtype=int)
    drawn = [augmenter.make_documents(many, NAMES, random_state=seed) for seed in (0, 0, 1)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert len(set(drawn[0])) > 6  # more than the orders: kidney failure has a synonym


@pytest.mark.parametrize("form", [Y.tolist(), sparse.csr_array(Y), sparse.coo_matrix(Y)])
def test_forms_of_codes(form):
    augmenter = GuidelineAugmenter(code_descriptions=TITLES)
    expected = augmenter.make_documents(Y, NAMES, random_state=0)
    assert augmenter.make_documents(form, NAMES, random_state=0) == expected


def test_frames_name_their_codes():
    pandas = pytest.importorskip("pandas")
    augmenter = GuidelineAugmenter(code_descriptions=pandas.Series(TITLES))
    frame = pandas.DataFrame(Y, columns=NAMES)
    expected = augmenter.make_documents(Y, NAMES, random_state=0)
    assert augmenter.make_documents(frame, random_state=0) == expected


def test_codes_without_a_name_are_left_out_and_counted():
    augmenter = GuidelineAugmenter(code_descriptions={"I10": "Hypertension", "Z99": ""})
    with pytest.warns(UserWarning, match=r"no name of 2 of 3 codes, such as 'N17\.9'"):
        assert augmenter.make_documents(Y, NAMES) == ["Hypertension", "", ""]


def test_no_names():
    with pytest.raises(ValueError, match="give it code_descriptions or code_synonyms"):
        GuidelineAugmenter().make_documents(Y, NAMES)
    with pytest.raises(ValueError, match=re.escape("of some of the 3 codes; it knows none")):
        GuidelineAugmenter(code_synonyms={}).make_documents(Y, NAMES)
    with pytest.raises(ValueError, match="none of the 3 codes was found"):
        GuidelineAugmenter(code_descriptions={"I11": "Other"}).make_documents(Y, NAMES)


def test_parameters_are_stored_as_they_are():
    parameters = {
        "code_descriptions": TITLES,
        "code_synonyms": {},
        "group_titles": {"I10": ["Blood"]},
        "weight": 0.3,
    }
    augmenter = GuidelineAugmenter(**parameters)
    assert augmenter.get_params() == clone(augmenter).get_params() == parameters
    assert "weight=0.3" in repr(augmenter)
