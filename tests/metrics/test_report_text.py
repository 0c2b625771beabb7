"""The page that a report prints as."""

from skmedcode.metrics._report_text import report_text

FIGURES = {
    "micro_auc": 0.9, "macro_auc": 0.8, "f1_micro": 0.7, "f1_macro": 0.6, "f1_macro_caml": 0.5,
    "precision_at_5": 0.41, "recall_at_5": 0.42, "ndcg_at_5": 0.43, "r_precision": 0.3,
    "mean_average_precision": 0.2, "n_notes": 4, "n_codes": 6, "n_codes_present": 5,
    "n_codes_auc": 3, "threshold": 0.25,
}  # fmt: skip


def test_every_figure_has_its_place():
    assert [" ".join(line.split()) for line in report_text(FIGURES).splitlines() if line] == [
        "micro macro macro (CAML)",
        "AUC 0.900 0.800",
        "F1 0.700 0.600 0.500",
        "@5",
        "precision 0.410",
        "recall 0.420",
        "nDCG 0.430",
        "mean average precision 0.200, R-precision 0.300",
        "4 notes, 6 codes: 5 with a positive, 3 in macro-AUC; threshold 0.25",
    ]
    assert report_text(FIGURES | {"threshold": [0.1] * 6}).endswith("threshold per code")
