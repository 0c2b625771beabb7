"""``skmedcode explain``."""

import json

import pytest

import skmedcode
from skmedcode.cli import main
from skmedcode.cli._explain import described


def explain(table, model, out, *more):
    command = ["explain", table, "--text", "note", "--id", "id", "--model", model]
    assert main([*command, "--out", str(out), *more]) == 0
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_places_are_those_of_the_coder(table, rows, model, out):
    lines = explain(table, model, out / "e.jsonl", "--top-k", "3")
    found = skmedcode.load(model).explain([row[2] for row in rows], top_k=3)
    wanted = [(row[0], *code) for row, codes in zip(rows, found, strict=True) for code in codes]
    assert len(lines) == len(wanted) > 0
    for line, (name, code, chance, evidence) in zip(lines, wanted, strict=True):
        assert (line["id"], line["code"]) == (name, code)
        assert line["probability"] == pytest.approx(chance, rel=1e-3)
        places = [(place["start"], place["end"]) for place in line["evidence"]]
        assert places == [(start, end) for start, end, *_ in evidence]


def test_words_only_on_demand(table, rows, model, out):
    notes = {row[0]: row[2] for row in rows}
    for line in explain(table, model, out / "e.jsonl"):
        assert all(set(place) == {"start", "end", "score"} for place in line["evidence"])
    for line in explain(table, model, out / "e.jsonl", "--words"):
        for place in line["evidence"]:
            words = notes[line["id"]][place["start"] : place["end"]]
            assert place["words"].lower() == words.lower()


def test_several_sources_are_told_apart():
    evidence = {"words": [(0, 2, "ab", 1.5)], "deep": [(3, 4, "c", 0.25), (0, 2, "ab", 0.125)]}
    assert described(evidence, words=False) == [
        {"source": "words", "start": 0, "end": 2, "score": 1.5},
        {"source": "deep", "start": 3, "end": 4, "score": 0.25},
        {"source": "deep", "start": 0, "end": 2, "score": 0.125},
    ]
    assert described(evidence, words=True)[1]["words"] == "c"
