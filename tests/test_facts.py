"""What a coder may know when it builds its network."""

import dataclasses
import math
import pickle

import numpy as np
import pytest
import torch
from scipy import sparse

from skmedcode.facts import FitFacts

Y = np.array([[1, 0, 1], [1, 0, 0], [1, 0, 0], [1, 0, 1]])


def facts_of(**others):
    given = {
        "n_tokens": 6,
        "embedding_dim": 4,
        "code_names": np.array(["A", "B", "C"]),
        "Y": sparse.csr_array(Y.astype(np.float32)),
    }
    return FitFacts(**given | others)


def vectors():
    rows = np.arange(24, dtype=np.float32).reshape(6, 4)
    rows[0] = 0
    return rows


def test_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        facts_of().n_tokens = 7
    assert facts_of().n_codes == 3


def test_embedding():
    embedding = facts_of(word_vectors=vectors()).embedding()
    np.testing.assert_array_equal(embedding.weight.detach(), vectors())
    assert embedding.padding_idx == 0
    assert embedding.weight.requires_grad
    embedding(torch.tensor([0, 3])).sum().backward()
    assert embedding.weight.grad.sum(1).tolist() == [0, 0, 0, 4, 0, 0]


def test_embedding_does_not_share_memory_with_the_facts():
    facts = facts_of(word_vectors=vectors())
    with torch.no_grad():
        facts.embedding().weight.add_(1)
    np.testing.assert_array_equal(facts.word_vectors, vectors())


def test_frozen_embedding():
    embedding = facts_of(word_vectors=vectors(), freeze_embeddings=True).embedding()
    assert not embedding.weight.requires_grad


def test_embedding_without_vectors():
    embedding = facts_of().embedding()
    assert embedding.weight.shape == (6, 4)
    assert (embedding.weight[0] == 0).all()


def test_titles():
    facts = facts_of(word_vectors=vectors(), title_ids=[[2, 3], [], [5]])
    embedding = facts.embedding()
    titles = facts.titles(embedding, 4)
    assert titles.embedding is embedding
    np.testing.assert_allclose(titles().detach()[0], vectors()[[2, 3]].mean(axis=0))
    assert facts.titles(embedding, 7)().shape == (3, 7)
    assert facts_of().titles(embedding, 4) is None


def test_start_bias():
    bias = torch.nn.Parameter(torch.full((3,), 9.0))
    facts_of().start_bias(bias)
    for column, value in enumerate(bias.tolist()):
        count = sum(int(row[column]) for row in Y)
        assert value == pytest.approx(math.log((count + 0.5) / (len(Y) - count + 0.5)), abs=1e-6)
    assert bias.requires_grad


def test_without_notes():
    full = facts_of(
        word_vectors=vectors(),
        code_vectors=vectors()[3:],
        title_ids=[[2], [], [3]],
        encode=str.split,
        checkpoint={"config": {"model_type": "bert"}},
        checkpoint_model=torch.nn.Linear(2, 2),
    )
    kept = full.without_notes()
    assert kept.checkpoint_model is None
    assert kept.checkpoint is full.checkpoint
    assert kept.Y.shape == (0, 3)
    assert kept.word_vectors is None
    assert kept.code_vectors is None
    assert kept.encode is None
    assert kept.title_ids is full.title_ids
    assert (kept.n_tokens, kept.embedding_dim, kept.n_codes) == (6, 4, 3)
    assert full.Y.shape == (4, 3)
    assert pickle.loads(pickle.dumps(kept)).n_codes == 3


def test_start_of_codes():
    assert facts_of().start() is None
    start = facts_of(code_vectors=vectors()[3:]).start()
    np.testing.assert_array_equal(start, vectors()[3:])


def test_groups_have_what_their_codes_have():
    starts = np.array([[3, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 4]], dtype=np.float32)
    groups = {"code_groups": np.array([1, 0, 1]), "group_names": np.array(["x", "y"])}
    found = facts_of(code_vectors=starts, title_ids=[[2], [3], [4]], **groups).of_groups()
    assert found.Y.toarray().tolist() == [[0, 1], [0, 1], [0, 1], [0, 1]]  # two codes count once
    assert found.code_names.tolist() == ["x", "y"] and found.n_codes == 2
    assert found.title_ids is None and found.code_groups is None
    np.testing.assert_allclose(found.code_vectors, [[0, 1, 0, 0], [0.6, 0, 0, 0.8]])
    assert found.code_vectors.dtype == np.float32
