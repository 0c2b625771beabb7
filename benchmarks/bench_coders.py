"""How fast are the coders, beside the same network as a textbook writes it?

An epoch of ``partial_fit`` and one ``predict_proba`` on token ids of about 1,500 words a note, in
documents per core-second: processor time of one thread. Each side has a process of its own; rounds
alternate between them; medians, least and most. Before anything is timed, logits and gradients are
compared: they agree to 1e-5. The textbook runs twice, with its batches at random, as most programs
have them, and with notes sorted by length. Memory is the most that a side holds above the notes and
the libraries in the first round: network, gradients, states of Adam, what a batch becomes.

    python benchmarks/bench_coders.py --models caml --codes 50
    python benchmarks/bench_coders.py --models caml gated_cnn --codes 8921 --notes 32 --repeats 2

``--libmultilabel`` takes a Python interpreter that has LibMultiLabel, and times its CAML too.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch
from _speed_coders import assert_equal
from _speed_data import make_codes, make_ids, write
from textbook import TWINS

SIDES = ["textbook", "textbook sorted", "ours"]
PHASES = ["predict", "fit"]  # memory that training leaves behind would count for prediction
HERE = Path(__file__).parent


def main():
    arguments = arguments_of()
    torch.set_num_threads(1)
    rate = gemm_rate()
    print(f"One thread; a product of two matrices of 2,048 x 2,048 runs at {rate:.0f} GFLOP/s.\n")
    for n_codes in arguments.codes:
        for model in arguments.models:
            differences = assert_equal(model, n_codes)
            ids, Y = make_ids(arguments.notes), make_codes(arguments.notes, n_codes)
            runs = timed(model, ids, Y, sides_of(model, arguments), arguments)
            show(model, n_codes, ids, runs, differences, rate)


def arguments_of():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", nargs="*", choices=TWINS, default=list(TWINS))
    parser.add_argument("--codes", nargs="*", type=int, default=[50])
    parser.add_argument("--notes", type=int, default=128)
    parser.add_argument("--batch-size", type=int, default=16)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--sides", nargs="*", help="some of: " + ", ".join(SIDES) + ", ours amp")
    parser.add_argument("--libmultilabel", metavar="PYTHON", help="interpreter with LibMultiLabel")
    return parser.parse_args()


def sides_of(model, arguments):
    """Name and interpreter of each side."""
    sides = dict.fromkeys(arguments.sides or SIDES, sys.executable)
    if arguments.libmultilabel and model == "caml":
        sides["libmultilabel"] = arguments.libmultilabel
    return sides


def timed(model, ids, Y, sides, arguments):
    """Core-seconds and megabytes, a list of pairs for each side and phase."""
    runs = {(side, phase): [] for phase in PHASES for side in sides}
    with tempfile.TemporaryDirectory() as folder:
        write(folder, ids, Y)
        workers = {
            side: start(python, [side, model, folder, str(arguments.batch_size)])
            for side, python in sides.items()
        }
        for number in range(arguments.repeats):
            for side, phase in runs:
                run = ask(workers[side], phase)
                runs[side, phase].append(run)
                print(f"{number + 1}: {side}, {phase}, {run[0]:.1f} s", file=sys.stderr)
        for worker in workers.values():
            worker.communicate()
    return runs


def start(python, arguments):
    """A process for one side, when it is ready."""
    one_thread = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    worker = subprocess.Popen(
        [python, str(HERE / "_speed_sides.py"), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | one_thread,
    )
    if worker.stdout.readline().strip() != "ready":
        raise RuntimeError(f"{arguments[0]!r} did not start; its message is above.")
    return worker


def ask(worker, phase):
    """Run one phase in a side's process: core-seconds, and megabytes at most."""
    worker.stdin.write(phase + "\n")
    worker.stdin.flush()
    return [float(value) for value in worker.stdout.readline().split()]


def gemm_rate(size=2048, repeats=5):
    """Billions of additions and multiplications a core-second in a product of large matrices."""
    one, other = torch.randn(size, size), torch.randn(size, size)
    one @ other
    seconds = []
    for _ in range(repeats):
        start = time.process_time()
        one @ other
        seconds.append(time.process_time() - start)
    return 2 * size**3 / min(seconds) / 1e9


def show(model, n_codes, ids, runs, differences, rate):
    """Print one table."""
    lengths = (ids != 0).sum(axis=1)
    worst = max(differences.values())
    print(f"**{model}, {n_codes:,} codes**: {len(ids)} notes of {lengths.mean():.0f} tokens;")
    print(f"largest difference of logits and gradients {worst:.0e} of the largest entry;")
    needed = TWINS[model].work(n_codes)
    print(f"{needed:.2f} MFLOP a token. The floor counts a fit as three predictions.\n")
    print("| | docs a core-second | ours / this | memory, MiB | share of the floor |")
    print("|---|---|---|---|---|")
    for (side, phase), own in runs.items():
        speeds = [len(ids) / seconds for seconds, _ in own]
        median = statistics.median(speeds)
        cells = [f"{median:,.1f} ({min(speeds):,.1f}-{max(speeds):,.1f})"]
        ours = runs.get(("ours", phase))
        cells.append(f"{statistics.median(len(ids) / s for s, _ in ours) / median:.2f}")
        cells.append(f"{own[0][1]:,.0f}")
        flops = needed * 1e6 * lengths.mean() * (3 if phase == "fit" else 1)
        cells.append(f"{median / (rate * 1e9 / flops):.0%}")
        print(f"| {phase}, {side} | " + " | ".join(cells) + " |", flush=True)
    print()


if __name__ == "__main__":
    main()
