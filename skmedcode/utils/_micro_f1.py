"""The score of every coder."""

from scipy import sparse
from sklearn.metrics import f1_score


def micro_f1(Y, predicted, sample_weight=None):
    """Micro-averaged F1 of two sparse indicators, of one code too; 0 where there is no code."""
    nothing = sparse.csr_array((Y.shape[0], 1), dtype=int)  # f1_score refuses one sparse column
    gold, given = (
        sparse.hstack([sparse.csr_array(part).astype(int), nothing], format="csr")
        for part in (Y, predicted)
    )
    options = {"average": "micro", "sample_weight": sample_weight, "zero_division": 0}
    return float(f1_score(gold, given, **options))
