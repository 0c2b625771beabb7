import pytest

from skmedcode.datasets._lexicon import ENTRIES
from skmedcode.datasets._synonyms import heldout_phrases, phrase_weights


@pytest.mark.parametrize("entry", ENTRIES[:20], ids=lambda entry: entry.code)
@pytest.mark.parametrize("share", [0, 0.1, 0.2, 0.5, 1])
def test_heldout_phrases_are_the_rarest(entry, share):
    heldout = heldout_phrases(entry, share)
    assert heldout == entry.phrases[len(entry.phrases) - len(heldout) :]
    assert len(heldout) == min(len(entry.phrases) - 1, len(entry.phrases) * share) or 0 < share < 1
    assert abs(len(heldout) - len(entry.phrases) * share) <= 0.5 or share == 1


def test_a_fifth_of_the_phrases_is_about_one_a_code():
    counts = [len(heldout_phrases(entry, 0.2)) for entry in ENTRIES]
    assert set(counts) == {1}


def test_weights_fall_by_the_exponent():
    entry = ENTRIES[0]
    weights = phrase_weights(entry, 1.5)
    assert weights == [pytest.approx(1 / rank**1.5) for rank in range(1, len(entry.phrases) + 1)]
    assert phrase_weights(entry, 0) == [1.0] * len(entry.phrases)


def test_heldout_phrases_weigh_nothing():
    entry = ENTRIES[0]
    weights = phrase_weights(entry, 1.0, entry.phrases[3:])
    assert weights[3:] == [0.0] * len(entry.phrases[3:]) and all(weights[:3])
