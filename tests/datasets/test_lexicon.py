from collections import Counter

import pytest

from skmedcode.datasets._lexicon import ENTRIES, FAMILIES, LASTING
from skmedcode.datasets._phrasebook import COMPLAINTS

CODES = {entry.code for entry in ENTRIES}


def test_codes_and_phrases_are_unique():
    assert len(CODES) == len(ENTRIES) >= 60
    phrases = Counter(phrase.lower() for entry in ENTRIES for phrase in entry.phrases)
    assert [phrase for phrase, count in phrases.items() if count > 1] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_entry_is_complete(entry):
    assert 3 <= len(entry.phrases) <= 6
    assert all(phrase == phrase.strip() and phrase for phrase in entry.phrases)
    assert entry.family in FAMILIES and set(entry.related) <= set(FAMILIES)
    assert set(entry.never_with) <= CODES
    assert entry.theme in COMPLAINTS
    assert entry.kind in {*LASTING, "acute", "lab", "symptom"}
    assert entry.sex in ("", "F", "M")


def test_there_is_no_unused_family():
    assert set(FAMILIES) == {entry.family for entry in ENTRIES}


def test_the_first_ten_hold_siblings():
    families = Counter(entry.family for entry in ENTRIES[:10])
    assert sum(count > 1 for count in families.values()) >= 2


def test_codes_and_titles_are_those_of_icd10cm():
    table = pytest.importorskip("simple_icd_10_cm")
    wrong = [
        entry.code
        for entry in ENTRIES
        if not table.is_valid_item(entry.code)
        or not table.is_leaf(entry.code)
        or table.get_description(entry.code) != entry.title
    ]
    assert wrong == []
