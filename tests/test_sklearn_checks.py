"""scikit-learn's own suite over the coders that take matrices."""

from sklearn.utils.estimator_checks import parametrize_with_checks

from skmedcode import AttentionCoder, CMemNNCoder

EQUIVALENCE = "a weight of 2 is not the same as a note twice: notes are learnt in shuffled batches"
FAILING = {
    "check_sample_weight_equivalence_on_dense_data": EQUIVALENCE,
    "check_sample_weight_equivalence_on_sparse_data": EQUIVALENCE,
    "check_supervised_y_2d": "a y of one column is one code of a multilabel indicator",
}


def small(coder):
    return coder(embedding_dim=8, max_epochs=30, lr=0.02, random_state=0, device="cpu")


@parametrize_with_checks(
    [small(AttentionCoder), small(CMemNNCoder)], expected_failed_checks=lambda coder: FAILING
)
def test_scikit_learn_suite(estimator, check):
    check(estimator)
