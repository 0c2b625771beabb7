"""Which device, and random numbers that leave no trace."""

import threading

import pytest
import torch

from skmedcode.training import resolve_device, seeded

needs_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")


@pytest.mark.parametrize("device", ["cpu", torch.device("cpu"), "cpu:0"])
def test_cpu(device):
    assert resolve_device(device).type == "cpu"


@pytest.mark.parametrize(
    ("cuda", "mps", "expected"),
    [(True, True, "cuda"), (True, False, "cuda"), (False, True, "mps"), (False, False, "cpu")],
)
def test_auto(monkeypatch, cuda, mps, expected):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert resolve_device("auto") == torch.device(expected)


@pytest.mark.parametrize("device", ["gpu", "", "cuda:x", None, 1.5, ["cpu"], "meta"])
def test_bad_device(device):
    with pytest.raises(ValueError, match="device must be 'auto', 'cpu', 'cuda'"):
        resolve_device(device)


@pytest.mark.parametrize("device", ["cuda", "cuda:0", torch.device("cuda")])
def test_cuda_where_there_is_none(monkeypatch, device):
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)
    with pytest.raises(ValueError, match=r"device=.*cuda.* torch sees 0 CUDA .*device='auto'"):
        resolve_device(device)


def test_cuda_of_a_number_that_is_not_there(monkeypatch):
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert resolve_device("cuda:1") == torch.device("cuda:1")
    with pytest.raises(ValueError, match="torch sees 2 CUDA"):
        resolve_device("cuda:2")


def test_mps_where_there_is_none(monkeypatch):
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    with pytest.raises(ValueError, match="device='mps' was asked for, but torch sees none"):
        resolve_device("mps")


def test_seeded():
    before = torch.get_rng_state()
    with seeded(3, "cpu"):
        first = torch.rand(4)
    with seeded(3, torch.device("cpu")):
        assert torch.equal(torch.rand(4), first)
    with seeded(4, "cpu"):
        assert not torch.equal(torch.rand(4), first)
    assert torch.equal(torch.get_rng_state(), before)


def test_seeded_in_spite_of_an_error():
    before = torch.get_rng_state()
    with pytest.raises(KeyError), seeded(3, "cpu"):
        torch.rand(4)
        raise KeyError
    assert torch.equal(torch.get_rng_state(), before)


def test_threads_wait_for_each_other():
    """Draws of one thread do not come from between those of another."""
    with seeded(1, "cpu"):
        expected = torch.rand(2)
    before, other, found = torch.get_rng_state(), threading.Event(), []

    def first():
        with seeded(1, "cpu"):
            found.append(torch.rand(1))
            started.set()
            other.wait(0.5)  # in vain: the other one must not get in
            found.append(torch.rand(1))
        drawn.set()

    def second():
        started.wait()
        with seeded(2, "cpu"):
            torch.rand(5)
            other.set()
            drawn.wait(0.5)  # else it would restore what it found, in time

    started, drawn = threading.Event(), threading.Event()
    threads = [threading.Thread(target=run) for run in (first, second)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert torch.equal(torch.cat(found), expected)
    assert torch.equal(torch.get_rng_state(), before)


def test_seeds_of_full_range():
    with seeded(2**31 - 2, "cpu"):
        assert torch.rand(1).shape == (1,)


@pytest.mark.cuda
@needs_cuda
def test_seeded_on_cuda():
    before = torch.cuda.get_rng_state()
    with seeded(3, "cuda"):
        first = torch.rand(4, device="cuda")
    with seeded(3, "cuda:0"):
        assert torch.equal(torch.rand(4, device="cuda"), first)
    assert torch.equal(torch.cuda.get_rng_state(), before)
    assert resolve_device("auto").type == "cuda"
