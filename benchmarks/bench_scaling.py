"""How do time and memory grow with the number of notes, of codes, and with the length of notes?

An epoch of ``partial_fit`` and one ``predict_proba`` on token ids, in core-seconds (processor time
of one thread), and the most memory held above what was held before: network, training states and
what a batch becomes, not the notes. Each point is a process of its own. With ``--plot`` each sweep
becomes an SVG and a PNG in that folder (extra "plot"); dashed lines grow in proportion.

    python benchmarks/bench_scaling.py --plot docs/_static
    python benchmarks/bench_scaling.py --plot docs/_static --sweeps notes --full
"""

import argparse
import multiprocessing
import os
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch
from _speed_coders import RECIPE
from _speed_data import make_codes, make_ids
from _speed_sides import MEGABYTE, forget_peak, peak

from skmedcode import AttentionCoder, CAMLCoder, GatedCNNCoder
from skmedcode.utils._optional import import_optional

CODERS = {"CAMLCoder": CAMLCoder, "AttentionCoder": AttentionCoder, "GatedCNNCoder": GatedCNNCoder}
USUAL = {"notes": 64, "codes": 50, "length": 500}
POINTS = {
    "notes": [125, 250, 500, 1000, 2000],
    "codes": [50, 250, 1000, 4000],
    "length": [250, 500, 1000, 2000, 4000],
}
FULL = {
    "notes": [500, 2000, 10_000, 50_000],
    "codes": [50, 500, 2000, 8000, 20_000],
    "length": [250, 500, 1000, 2000, 4000, 8000],
}
TITLES = {"notes": "number of notes", "codes": "number of codes", "length": "words a note"}
PANELS = ["seconds an epoch of fit", "seconds to predict", "MiB while fitting", "MiB, predicting"]
COLOURS = ["#0b6e99", "#d1495b", "#7a9e3f"]


def main():
    arguments = arguments_of()
    torch.set_num_threads(1)
    for sweep in arguments.sweeps:
        rows = {}
        print(f"\n| {TITLES[sweep]} | coder | " + " | ".join(PANELS) + " |\n|---|" + "---|" * 5)
        for value in (FULL if arguments.full else POINTS)[sweep]:
            for name in arguments.models:
                row = apart(measure, name, **USUAL | {sweep: value})
                rows.setdefault(name, []).append((value, *row))
                cells = [f"{row[0]:.2f}", f"{row[1]:.2f}", f"{row[2]:.0f}", f"{row[3]:.0f}"]
                print(f"| {value:,} | {name} | " + " | ".join(cells) + " |", flush=True)
        if arguments.plot:
            plot(sweep, rows, arguments.plot)


def arguments_of():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sweeps", nargs="*", default=list(POINTS), choices=list(POINTS))
    parser.add_argument("--models", nargs="*", default=["CAMLCoder", "AttentionCoder"])
    parser.add_argument("--full", action="store_true", help="to the largest sizes; takes long")
    parser.add_argument("--plot", type=Path, metavar="FOLDER", help="draw, into this folder")
    return parser.parse_args()


def measure(name, notes, codes, length):
    """Core-seconds of fit and predict, then megabytes of both."""
    ids = make_ids(notes, median=length, longest=2 * length)
    Y = make_codes(notes, codes)
    coder = CODERS[name](**RECIPE | {"batch_size": 16})
    coder.partial_fit(ids[:1], Y[:1])
    seconds, megabytes = [], []  # predict first: what training leaves behind would hide its memory
    for run in (lambda: coder.predict_proba(ids), lambda: coder.partial_fit(ids, Y)):
        held, start = forget_peak(), time.process_time()
        run()
        seconds.append(time.process_time() - start)
        megabytes.append((peak() - held) / MEGABYTE)
    return *seconds[::-1], *megabytes[::-1]


def apart(function, *args, **kwargs):
    """Call in a process of its own, so that no memory is left from the point before."""
    with multiprocessing.get_context("fork").Pool(1) as pool:  # nothing has run here yet
        return pool.apply(function, args, kwargs)


def plot(sweep, rows, folder):
    """Time and memory against one size, a panel each, on logarithmic axes."""
    pyplot = import_optional("matplotlib.pyplot", "plot", "Plots")
    figure, axes = pyplot.subplots(1, 4, figsize=(14, 3.4), layout="constrained")
    for column, (axis, title) in enumerate(zip(axes, PANELS, strict=True), start=1):
        for (name, own), colour in zip(rows.items(), COLOURS, strict=False):
            sizes, values = [row[0] for row in own], [max(row[column], 1e-3) for row in own]
            axis.plot(sizes, values, "o-", color=colour, label=name)
            in_proportion = [values[-1] * size / sizes[-1] for size in sizes]
            axis.plot(sizes, in_proportion, "--", color=colour, linewidth=0.8, alpha=0.6)
        axis.set(xscale="log", yscale="log", xlabel=TITLES[sweep], title=title)
        axis.set_xticks(sizes, [f"{size:,}" for size in sizes], minor=False)
        axis.minorticks_off()
        axis.grid(alpha=0.3)
    axes[0].legend(frameon=False)
    folder.mkdir(parents=True, exist_ok=True)
    for ending in ("svg", "png"):
        figure.savefig(folder / f"scaling_{sweep}.{ending}", dpi=110)
    pyplot.close(figure)


if __name__ == "__main__":
    main()
