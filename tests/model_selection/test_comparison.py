"""The table keeps its columns, whatever the names and the numbers."""

import pytest

from skmedcode.model_selection._comparison import CoderComparison, ComparisonRow


@pytest.fixture
def comparison():
    rows = (
        ComparisonRow("a", 0.5, 0.0, 0.0, 0.0, 1.0),
        ComparisonRow("a quite long name", 1.0, 0.5, -0.125, 0.75, 0.0004),
    )
    return CoderComparison(rows, "f1_micro", 40, 12, 999, 0.99)


def test_table(comparison):
    head, titles, first, second = str(comparison).splitlines()
    assert head == "f1_micro, 40 notes in 12 groups, 999 resamples, against 'a'"
    assert "99% interval" in titles and len(titles) == len(second)
    assert first.split() == ["a", "0.500"]
    assert second == "a quite long name   1.000      +0.500  [-0.125, +0.750]  <0.001"


def test_rows(comparison):
    assert [row.model for row in comparison] == ["a", "a quite long name"]
    assert len(comparison) == 2 and comparison["a"].score == 0.5
    with pytest.raises(KeyError, match="choose one of 'a', 'a quite long name'"):
        comparison["b"]
