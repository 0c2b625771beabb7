"""What a comparison of coders has found, as rows and as a table."""

from dataclasses import dataclass
from typing import NamedTuple


class ComparisonRow(NamedTuple):
    """One coder against the reference.

    Parameters
    ----------
    model : str
    score : float
    difference : float
        Score minus the score of the reference.
    low, high : float
        Confidence interval of the difference.
    p_value : float
        Two-sided, of no difference.
    """

    model: str
    score: float
    difference: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True, repr=False)
class CoderComparison:
    """Rows of a comparison; iterate over them, or take one by the name of its model.

    Parameters
    ----------
    rows : tuple of ComparisonRow
        The reference first.
    metric : str
    n_notes : int
    n_groups : int or None
        Patients; None where notes were resampled.
    n_resamples : int
    confidence_level : float

    Examples
    --------
    >>> from skmedcode.model_selection._comparison import CoderComparison, ComparisonRow
    >>> rows = (ComparisonRow("a", 0.5, 0.0, 0.0, 0.0, 1.0),)
    >>> rows += (ComparisonRow("b", 0.75, 0.25, 0.125, 0.5, 0.0005),)
    >>> CoderComparison(rows, "f1_micro", 40, None, 1999, 0.95)
    f1_micro, 40 notes, 1999 resamples, against 'a'
    model   score  difference      95% interval       p
    a       0.500
    b       0.750      +0.250  [+0.125, +0.500]  <0.001
    """

    rows: tuple
    metric: str
    n_notes: int
    n_groups: int | None
    n_resamples: int
    confidence_level: float

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, model):
        for row in self.rows:
            if row.model == model:
                return row
        names = ", ".join(repr(row.model) for row in self.rows)
        raise KeyError(f"no model {model!r} was compared; choose one of {names}")

    def __repr__(self):
        width = max(5, *(len(str(row.model)) for row in self.rows))
        notes = f"{self.n_notes} notes"
        if self.n_groups is not None:
            notes += f" in {self.n_groups} groups"
        interval = f"{100 * self.confidence_level:g}% interval"
        return "\n".join(
            [
                f"{self.metric}, {notes}, {self.n_resamples} resamples, "
                f"against {self.rows[0].model!r}",
                f"{'model':{width}}   score  difference  {interval:>16}       p",
                f"{self.rows[0].model!s:{width}}  {self.rows[0].score:6.3f}",
                *(_line(row, width) for row in self.rows[1:]),
            ]
        )


def _line(row, width):
    p_value = "<0.001" if row.p_value < 0.001 else f"{row.p_value:6.3f}"
    interval = f"[{row.low:+.3f}, {row.high:+.3f}]"
    start = f"{row.model!s:{width}}  {row.score:6.3f}  {row.difference:+10.3f}"
    return f"{start}  {interval:>16}  {p_value}"
