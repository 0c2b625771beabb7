"""The table that a report of a shift prints as."""

from sklearn.utils import Bunch

from skmedcode.model_selection._shift_text import share, shift_text

PART = {
    "n_notes": 10, "n_gold": 20, "unseen": 0.25, "unknown": 0.5, "unknown_words": float("nan"),
    "f1_micro": 0.1, "f1_micro_known": 0.2, "mean_average_precision": 0.3, "precision_at_5": 0.4,
    "calibration_error": 0.6,
}  # fmt: skip


def test_lines_and_columns():
    old = {"period": "old", **PART, "n_gold": 5, "unseen": 0.0}
    new = [
        {"period": "new 2020", **PART},
        {"period": "new 2021", **PART, "n_gold": 60, "unseen": 0.5},
    ]
    report = Bunch(periods=[old, *new], unseen_codes={"a": 1}, unknown_codes={})
    lines = shift_text(report).splitlines()
    assert lines[0] == "new notes: 20, with 80 gold codes"
    # (0.25 * 20 + 0.5 * 60) / 80
    assert lines[1] == "unseen in old notes: 1 code, 43.8% of the gold codes of new notes"
    assert lines[2] == "unknown to the coder: 0 codes, 50.0% of the gold codes of new notes"
    assert lines[4].split() == ["notes", "gold", "unseen", "unknown", "unk.", "words", "micro",
                                "F1", "(known)", "MAP", "P@5", "ECE"]  # fmt: skip
    assert lines[6].split() == ["new", "2020", "10", "20", "25.0%", "50.0%", "-", "0.100",
                                "0.200", "0.300", "0.400", "0.600"]  # fmt: skip
    assert len({len(line) for line in lines[4:]}) == 1


def test_share_of_nothing():
    assert share(1, 4) == 0.25 and share(0, 0) != share(0, 0)
