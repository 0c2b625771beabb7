"""Saved tuners and calibrators on the command line give the codes that ``predict`` gives."""

import csv

import pytest

import skmedcode
from skmedcode.cli import main
from skmedcode.datasets import load_table
from skmedcode.metrics import f1_micro
from skmedcode.model_selection import MultilabelCalibrator, ThresholdTuner

TUNED = [
    ThresholdTuner(cv="prefit", strategy="per_code"),
    ThresholdTuner(cv="prefit", response_method="decision_function"),
    ThresholdTuner(cv="prefit", strategy="top_k", k=2),
    MultilabelCalibrator(cv="prefit", method="isotonic"),
]


@pytest.mark.parametrize("tuned", TUNED, ids=["per_code", "logits", "top_k", "calibrator"])
def test_tuned_models(tuned, table, model, out, capsys):
    data = load_table(table, text="note", codes="codes")
    coder = skmedcode.load(model)
    tuned.set_params(estimator=coder).fit(data.data, data.target)
    skmedcode.save(tuned, out / "tuned")
    options = ["--text", "note", "--model", str(out / "tuned")]
    assert main(["predict", table, *options, "--out", str(out / "p.csv")]) == 0
    with (out / "p.csv").open(encoding="utf-8", newline="") as file:
        found = [row["codes"].split(";") for row in csv.DictReader(file)]
    found = [[code for code in codes if code] for codes in found]
    assert list(map(sorted, found)) == list(map(sorted, tuned.predict_codes(data.data)))
    evaluated = main(["evaluate", table, *options, "--codes", "codes", "--top-k", "1"])
    shown = capsys.readouterr()
    if tuned.get_params().get("strategy") == "top_k":
        assert evaluated == 1 and "gives each note 2 codes" in shown.err
    else:
        score = f1_micro(data.target, tuned.predict(data.data))
        assert evaluated == 0 and f"{score:.3f}" in shown.out
