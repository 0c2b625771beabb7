"""How fast is NoteTokenizer, beside the least that a tokenizer can do?

The bare loop lower-cases a note, finds its words and looks each up in a dict; it counts nothing,
cuts nothing and returns lists. One process, one thread, repeats interleaved, medians.

    python benchmarks/bench_tokenizer.py
"""

import argparse
import re
import statistics
import time

from sklearn.feature_extraction.text import CountVectorizer

from skmedcode.datasets import make_clinical_notes
from skmedcode.text import NoteTokenizer


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n-notes", type=int, default=400)
    parser.add_argument("--length", type=int, default=1500, help="words a note, about")
    parser.add_argument("--repeats", type=int, default=7)
    arguments = parser.parse_args()
    notes = long_notes(arguments.n_notes, arguments.length)
    tokenizer = NoteTokenizer().fit(notes)
    find = re.compile(tokenizer.token_pattern).findall
    lookup = tokenizer.vocabulary_.get

    def bare_loop(notes):
        return [[lookup(word, 1) for word in find(note.lower())] for note in notes]

    runs = {
        "bare loop": bare_loop,
        "NoteTokenizer.transform": tokenizer.transform,
        "NoteTokenizer.fit": lambda notes: NoteTokenizer().fit(notes),
        "CountVectorizer.fit_transform": lambda notes: CountVectorizer().fit_transform(notes),
    }
    seconds = {name: [] for name in runs}
    for _ in range(arguments.repeats):
        for name, run in runs.items():
            start = time.perf_counter()
            run(notes)
            seconds[name].append(time.perf_counter() - start)
    base = statistics.median(seconds["bare loop"])
    words = sum(len(find(note)) for note in notes) / len(notes)
    print(f"{len(notes)} notes of {words:.0f} words on average, {arguments.repeats} repeats.\n")
    print("| step | notes a second | time / bare loop |\n|---|---|---|")
    for name, times in seconds.items():
        median = statistics.median(times)
        print(f"| {name} | {len(notes) / median:,.0f} | {median / base:.2f} |")


def long_notes(n_notes, length):
    """Notes of the wanted length, joined from generated ones."""
    pieces = make_clinical_notes(n_notes, 50, random_state=0, length=300).data
    parts = max(1, round(length / 300))
    return ["\n".join(pieces[(i + j) % n_notes] for j in range(parts)) for i in range(n_notes)]


if __name__ == "__main__":
    main()
