"""What a long command tells while it works, on stderr."""

import sys
import time
import warnings
from contextlib import contextmanager

__all__ = ["Counter", "EpochLines", "tell", "warnings_told"]

SECONDS = 10
INTERRUPTED = "Training was interrupted"
# The command line adds a callback, which is not saved; the user need not hear of it.
OUR_CALLBACK = r"Not saved, because they are no plain values: ([\w.]*callbacks(, )?)+\. Only"


def tell(text):
    """Write one line to stderr, now."""
    print(text, file=sys.stderr, flush=True)


class EpochLines:
    """A callback that tells each epoch in one line, passed as a class for skorch to make.

    It has the methods of skorch's callbacks without being one of them: skorch stays behind the
    coders.
    """

    def initialize(self):
        return self

    def get_params(self, deep=True):
        return {}

    def set_params(self, **params):
        return self

    def on_epoch_end(self, net, **kwargs):
        row = net.history[-1]
        parts = [f"loss {row['train_loss']:.4f}"]
        if "valid_score" in row:
            parts.append(f"validation {row['valid_score']:.4f}")
        parts.append(f"{row['dur']:.1f} s")
        which = "epoch" if "valid_score" in row else "all notes, epoch"
        tell(f"{which} {row['epoch']}/{net.max_epochs}: {', '.join(parts)}")

    def _nothing(self, net, *args, **kwargs):
        """Nothing to tell."""

    on_train_begin = on_train_end = on_epoch_begin = _nothing
    on_batch_begin = on_batch_end = on_grad_computed = _nothing


class Counter:
    """Tells how many notes are done, every ten seconds."""

    def __init__(self):
        self.n_notes, self._told = 0, time.monotonic()

    def add(self, n_notes):
        self.n_notes += n_notes
        if time.monotonic() - self._told >= SECONDS:
            self._told = time.monotonic()
            tell(f"{self.n_notes} notes")


@contextmanager
def warnings_told(stops=False):
    """Tell warnings in one line each; yields a list that fills with those of an interruption.

    Parameters
    ----------
    stops : bool, default=False
        Whether an interrupted training ends everything. A coder of several parts would go on to
        its next part, as if nobody had asked it to stop.
    """
    interruptions = []

    def show(message, category, filename, lineno, file=None, line=None):
        text = " ".join(str(message).split())
        if text.startswith(INTERRUPTED):
            if stops:
                raise KeyboardInterrupt("an unfinished coder of several parts is not saved")
            interruptions.append(text)
        tell(f"warning: {text}")

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=OUR_CALLBACK)
        warnings.filterwarnings("always", message=INTERRUPTED)
        warnings.showwarning = show
        yield interruptions
