"""Which device, and its random numbers."""

import threading
from contextlib import contextmanager

import torch

ONE_AT_A_TIME = threading.RLock()  # torch's generators belong to the process, not to a thread


def resolve_device(device):
    """The torch device behind a name; "auto" is CUDA, else MPS, else the CPU."""
    if device == "auto":
        if torch.cuda.is_available():
            return torch.device("cuda")
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    try:
        resolved = torch.device(device)
    except (RuntimeError, TypeError):
        resolved = None
    if resolved is None or resolved.type not in ("cpu", "cuda", "mps"):
        raise ValueError(
            f"device must be 'auto', 'cpu', 'cuda', 'cuda:N' or 'mps', got {device!r}."
        )
    if resolved.type == "cuda" and (resolved.index or 0) >= torch.cuda.device_count():
        raise ValueError(
            f"device={device!r} was asked for, but torch sees {torch.cuda.device_count()} CUDA "
            "devices. Use device='auto' to take what there is."
        )
    if resolved.type == "mps" and not torch.backends.mps.is_available():
        raise ValueError("device='mps' was asked for, but torch sees none. Use device='auto'.")
    return resolved


@contextmanager
def seeded(seed, device):
    """Seed torch inside, and leave its global generators as they were.

    Other threads wait: their draws would come from the same generators, and two that save and
    restore them at once would leave them moved.
    """
    device = torch.device(device)
    cuda = device.type == "cuda"
    index = torch.cuda.current_device() if cuda and device.index is None else device.index
    with ONE_AT_A_TIME, torch.random.fork_rng(devices=[index] if cuda else []):
        torch.default_generator.manual_seed(seed)
        if cuda:
            with torch.cuda.device(index):
                torch.cuda.manual_seed(seed)
        yield
