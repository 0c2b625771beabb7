"""One side of a comparison of speed, in a process of its own; started by bench_coders.py.

Each line on standard input names what to run, "fit" (an epoch) or "predict"; each line of the
answer has the core-seconds it took and the megabytes of memory it needed at most.

    python benchmarks/_speed_sides.py SIDE MODEL FOLDER BATCH_SIZE
"""

import importlib
import resource
import sys
import time
from pathlib import Path

import numpy as np
import torch
from _speed_data import N_TOKENS, read
from torch import nn

MEGABYTE = 2**20


class Ours:
    """A coder as users run it: ``partial_fit`` and ``predict_proba`` on token ids."""

    def __init__(self, model, ids, Y, batch_size, **options):
        from _speed_coders import equal_coder
        from scipy import sparse

        self.ids, self.Y = ids, sparse.csr_array(Y)
        self.coder = equal_coder(model, batch_size=batch_size, **options)

    def fit(self):
        self.coder.partial_fit(self.ids, self.Y)

    def predict(self):
        self.coder.predict_proba(self.ids)

    def warm_up(self):
        self.coder.partial_fit(self.ids[:2], self.Y[:2]).predict_proba(self.ids[:2])


class Plain:
    """A network in a plain loop: ids padded batch by batch, Adam, nothing else."""

    def __init__(self, network, ids, Y, batch_size, by_length):
        self.network, self.batch_size = network, batch_size
        self.notes = [torch.from_numpy(row[row != 0].astype(np.int64)) for row in ids]
        self.Y, self.by_length = torch.from_numpy(Y), by_length
        self.optimizer = torch.optim.Adam(network.parameters(), lr=1e-4)
        self.rng = np.random.RandomState(0)

    def batches(self):
        order = self.rng.permutation(len(self.notes))
        if self.by_length:
            order = order[np.argsort([len(self.notes[i]) for i in order], kind="stable")]
        for start in range(0, len(order), self.batch_size):
            rows = order[start : start + self.batch_size]
            notes = [self.notes[row] for row in rows]
            yield nn.utils.rnn.pad_sequence(notes, batch_first=True), self.Y[rows]

    def logits(self, ids):
        return self.network(ids)

    def warm_up(self):
        notes, self.notes = self.notes, self.notes[:2]
        self.fit()
        self.predict()
        self.notes = notes

    def fit(self):
        self.network.train()
        for ids, targets in self.batches():
            self.optimizer.zero_grad()
            loss = nn.functional.binary_cross_entropy_with_logits(self.logits(ids), targets)
            loss.backward()
            self.optimizer.step()

    def predict(self):
        self.network.eval()
        with torch.no_grad():
            for ids, _ in self.batches():
                torch.sigmoid(self.logits(ids)).numpy()


class LibMultiLabel(Plain):
    """LibMultiLabel's CAML, without Lightning's loop around it."""

    def __init__(self, ids, Y, batch_size):
        from libmultilabel.nn.networks import CAML

        vectors = torch.randn(N_TOKENS, 100) / 10
        network = CAML(vectors, Y.shape[1], filter_sizes=[10], num_filter_per_size=50)
        super().__init__(network, ids, Y, batch_size, by_length=False)

    def logits(self, ids):
        return self.network({"text": ids})["logits"]


def import_all(side):
    """Load what a side imports, so that it counts for no side's memory."""
    if side == "libmultilabel":
        importlib.import_module("libmultilabel.nn.networks")
    else:
        importlib.import_module("_speed_coders")


def make_side(side, model, ids, Y, batch_size):
    """The side of a name: "ours", "ours amp", "textbook", "textbook sorted", "libmultilabel"."""
    if side.startswith("ours"):
        return Ours(model, ids, Y, batch_size, amp=side == "ours amp")
    if side == "libmultilabel":
        return LibMultiLabel(ids, Y, batch_size)
    from textbook import TWINS

    network = TWINS[model].network(N_TOKENS, Y.shape[1])
    return Plain(network, ids, Y, batch_size, by_length=side == "textbook sorted")


def forget_peak():
    """Start the kernel's high-water mark of memory anew, where it lets us; bytes held now."""
    with open("/proc/self/statm") as file:
        held = int(file.read().split()[1]) * resource.getpagesize()
    Path("/proc/self/clear_refs").write_text("5")
    return held


def peak():
    """Most bytes held since :func:`forget_peak`."""
    with open("/proc/self/status") as file:
        line = next(line for line in file if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def main():
    side, model, folder, batch_size = sys.argv[1:]
    torch.set_num_threads(1)
    torch.manual_seed(0)
    ids, Y = read(folder)
    import_all(side)
    held = forget_peak()
    runner = make_side(side, model, ids, Y, int(batch_size))
    runner.warm_up()
    print("ready", flush=True)
    for line in sys.stdin:
        forget_peak()
        start = time.process_time()
        getattr(runner, line.strip())()
        seconds = time.process_time() - start
        print(seconds, (peak() - held) / MEGABYTE, flush=True)


if __name__ == "__main__":
    main()
