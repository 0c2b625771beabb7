"""Batches: every note once, by length, aligned with its codes and weight."""

import itertools

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy import sparse

from skmedcode.training import NoteBatches, NoteDataset
from skmedcode.training._batches import BUCKET
from skmedcode.utils._sequences import TokenSequences


def dataset_of(lengths, **others):
    """Note ``i`` holds the token ``i + 2`` only."""
    flat = np.repeat(np.arange(len(lengths)) + 2, lengths)
    return NoteDataset(TokenSequences.from_lengths(flat, lengths), **others)


some_lengths = st.lists(st.integers(1, 9), min_size=1, max_size=40)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some_lengths, st.integers(1, 12), st.none() | st.integers(0, 99))
def test_each_note_once(lengths, batch_size, random_state):
    dataset = dataset_of(lengths)
    batches = NoteBatches(dataset, batch_size, random_state)
    for _ in range(2):
        places = batches.places()
        assert sorted(np.concatenate(places).tolist()) == list(range(len(lengths)))
        assert len(places) == len(batches)
        sizes = sorted(map(len, places))
        assert set(sizes[1:]) <= {batch_size}
        assert sizes[0] <= batch_size


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some_lengths, st.integers(1, 12), st.none() | st.integers(0, 99))
def test_notes_of_similar_length_come_together(lengths, batch_size, random_state):
    """As little padding as there can be: no two batches overlap in length."""
    assume(len(lengths) <= BUCKET * batch_size)
    batches = NoteBatches(dataset_of(lengths), batch_size, random_state)
    spans = sorted(
        (
            (min(lengths[i] for i in rows), max(lengths[i] for i in rows))
            for rows in batches.places()
        ),
        reverse=True,
    )
    for (low, _), (_, high) in itertools.pairwise(spans):
        assert low >= high


def test_more_notes_than_a_bucket():
    lengths = np.random.RandomState(0).randint(1, 500, size=1_000)
    batches = NoteBatches(dataset_of(lengths), 4, random_state=0)
    padding = 0
    seen = []
    for rows in batches.places():
        seen += rows.tolist()
        padding += sum(lengths[rows].max() - lengths[rows])
    assert sorted(seen) == list(range(1_000))
    assert padding < 0.05 * lengths.sum()


def test_another_order_in_the_next_epoch():
    batches = NoteBatches(dataset_of([3] * 30), 4, random_state=0)
    first, second = ([rows.tolist() for rows in batches.places()] for _ in range(2))
    assert first != second
    assert {tuple(sorted(rows)) for rows in first} != {tuple(sorted(rows)) for rows in second}


def test_the_order_of_batches_is_shuffled():
    lengths = np.arange(1, 81)
    batches = NoteBatches(dataset_of(lengths), 4, random_state=0)
    first = [int(lengths[rows].max()) for rows in batches.places()]
    assert first != sorted(first)
    assert first != sorted(first, reverse=True)


def test_same_seed_same_order():
    orders = []
    for seed in (5, 5, 6):
        batches = NoteBatches(dataset_of([1, 2, 3] * 10), 4, random_state=seed)
        orders.append([[rows.tolist() for rows in batches.places()] for _ in range(3)])
    assert orders[0] == orders[1] != orders[2]


def test_without_seed_the_longest_first():
    batches = NoteBatches(dataset_of([2, 9, 4, 9, 1]), 2)
    assert [rows.tolist() for rows in batches.places()] == [[1, 3], [2, 0], [4]]
    assert [rows.tolist() for rows in batches.places()] == [[1, 3], [2, 0], [4]]


@pytest.mark.parametrize("rows", [None, [5, 0, 3, 2]])
def test_ids_targets_and_weights_are_aligned(rows):
    lengths = [3, 1, 4, 2, 6, 5]
    Y = np.random.RandomState(0).uniform(size=(6, 3)) < 0.5
    weight = np.arange(6) + 0.5
    dataset = dataset_of(
        lengths, Y=sparse.csr_array(Y.astype(np.float32)), weight=weight, rows=rows
    )
    seen = []
    for X, targets in NoteBatches(dataset, 2, random_state=0):
        weights = X["weight"]
        notes = X["ids"][:, 0].numpy() - 2
        seen += notes.tolist()
        width = max(lengths[note] for note in notes)
        assert X["ids"].shape == X["mask"].shape == (len(notes), width)
        assert torch.equal(X["mask"], X["ids"] != 0)
        assert X["mask"].sum(1).tolist() == [lengths[note] for note in notes]
        np.testing.assert_array_equal(targets, Y[notes])
        np.testing.assert_array_equal(weights, weight[notes])
        assert targets.dtype == weights.dtype == torch.float32
    assert sorted(seen) == sorted(range(6) if rows is None else rows)


def test_without_weights_all_are_one():
    dataset = dataset_of([1, 2], Y=sparse.csr_array(np.eye(2, dtype=np.float32)))
    weight = dataset.batch(np.array([0, 1]))[0]["weight"]
    assert weight.tolist() == [1, 1]


def test_without_codes():
    X, targets = dataset_of([1, 2]).batch(np.array([1]))
    assert X["ids"].tolist() == [[3, 3]]
    assert targets is None


def test_part():
    dataset = dataset_of([3, 1, 4, 2, 6], Y=sparse.csr_array(np.eye(5, dtype=np.float32)))
    part = dataset.part(np.array([4, 1, 2]))
    assert len(part) == 3
    assert part.lengths.tolist() == [6, 1, 4]
    np.testing.assert_array_equal(part.targets().toarray(), np.eye(5)[[4, 1, 2]])
    smaller = part.part(np.array([2, 0]))
    assert smaller.rows.tolist() == [2, 4]
    assert smaller.sequences is dataset.sequences
    assert len(dataset) == 5


def test_values():
    values = np.arange(6, dtype=np.float32) + 0.5
    sequences = TokenSequences.from_lengths([2, 3, 4, 5, 6, 7], [1, 3, 2], values)
    X, _ = NoteDataset(sequences).batch(np.array([2, 1]))
    assert X["ids"].tolist() == [[6, 7, 0], [3, 4, 5]]
    assert X["values"].tolist() == [[4.5, 5.5, 0], [1.5, 2.5, 3.5]]
    assert X["values"].dtype == torch.float32
    assert "values" not in dataset_of([1, 2]).batch(np.array([0]))[0]


def test_evidence_of_a_batch():
    evidence = [[(2, np.array([0, 3]))], [], [(0, np.array([1])), (3, np.array([0, 1]))]]
    Y = sparse.csr_array(np.ones((3, 4), dtype=np.float32))
    dataset = dataset_of([4, 2, 3], Y=Y, evidence=evidence).part([2, 1, 0])
    X, _ = dataset.batch([0, 1, 2], np.random.RandomState(0))
    assert X["codes"].tolist() == [[0, 3], [0, 0], [2, 0]]
    expected = np.zeros((3, 2, 4), dtype=bool)
    expected[0, 0, 1] = expected[0, 1, [0, 1]] = expected[2, 0, [0, 3]] = True
    np.testing.assert_array_equal(X["spans"].numpy(), expected)
    assert "codes" not in dataset.batch([0, 1, 2])[0]
    assert "codes" not in dataset.batch([1], np.random.RandomState(0))[0]


def test_only_training_batches_have_evidence():
    evidence = [[(0, np.array([0]))]] * 6
    Y = sparse.csr_array(np.ones((6, 2), dtype=np.float32))
    dataset = dataset_of([3] * 6, Y=Y, evidence=evidence)
    assert all("codes" in X for X, _ in NoteBatches(dataset, 2, random_state=0))
    assert not any("codes" in X for X, _ in NoteBatches(dataset, 2))
