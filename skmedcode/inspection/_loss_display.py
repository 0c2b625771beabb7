"""A picture of the loss of each code: are rare codes learnt too?"""

import numbers
from collections.abc import Mapping

import numpy as np

from skmedcode.inspection._axes import COLOURS, LINES, MARKERS, axes_for, style
from skmedcode.inspection._code_losses import NORMS, code_losses, running_mean
from skmedcode.metrics._frequency_bins import check_train_counts
from skmedcode.metrics._validation import check_indicator, check_truth_and_probabilities
from skmedcode.utils._responses import as_table
from skmedcode.utils._validation import check_number, check_option

LABELS = {
    "entropy": "cross-entropy / entropy of the code",
    "largest": "cross-entropy / largest of a code",
    None: "cross-entropy",
}


class CodeLossDisplay:
    """Normalised loss of each code, the most frequent first, of one coder or of several.

    Each point is a code, each line a running mean over codes of similar frequency. Make it by
    :meth:`from_estimators` or :meth:`from_predictions`.

    Parameters
    ----------
    losses : dict of str to ndarray of shape (n_codes,)
        For each coder the loss of each code, the most frequent code first.
    train_counts : ndarray of int of shape (n_codes,)
        How many training notes have each code, in that order.
    normalize : {"entropy", "largest", None}, default="entropy"
        What was done to the losses, for the label.

    Attributes
    ----------
    ax_ : matplotlib axes
    figure_ : matplotlib figure

    See Also
    --------
    skmedcode.metrics.coding_report : Figures for codes that are frequent, and for rare ones.
    CodeEmbeddingDisplay : Where the codes lie.

    Notes
    -----
    The plain cross-entropy of a rare code is small for any coder, since nearly all notes lack it.
    ``normalize="entropy"`` divides it by that of one who knows only how many of the notes have the
    code: below 1 the coder has learnt something, and frequent and rare codes can be compared. It
    asks for probabilities that mean what they say; losses that weigh codes, and to a lesser degree
    focal loss, learn others, which
    :class:`~skmedcode.model_selection.MultilabelCalibrator` can put right first.

    Examples
    --------
    >>> import numpy as np
    >>> from skmedcode.inspection import CodeLossDisplay
    >>> Y = np.array([[1, 0], [1, 1], [0, 0]])
    >>> chances = {"one": np.full((3, 2), 0.5), "other": np.full((3, 2), 0.4)}
    >>> display = CodeLossDisplay.from_predictions(Y, chances, [70, 5])
    >>> display.losses["one"].round(2)
    array([1.08, 1.08])
    """

    def __init__(self, *, losses, train_counts, normalize="entropy"):
        self.losses = losses
        self.train_counts = train_counts
        self.normalize = normalize

    @classmethod
    def from_estimators(cls, estimators, X, Y, train_counts, **options):
        """Score notes that the estimators were not fitted on, and draw.

        Parameters
        ----------
        estimators : mapping of str to fitted multilabel classifier
            With ``predict_proba``; the names are shown.
        X : notes, as the estimators take them
        Y : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        train_counts : array-like of int of shape (n_codes,)
            ``Y_train.sum(axis=0)``.
        **options
            As of :meth:`from_predictions`.

        Returns
        -------
        CodeLossDisplay
        """
        n_codes = check_indicator(Y, "Y").shape[1]
        chances = {}
        for name, model in _check_named(estimators, "estimators").items():
            classes = getattr(model, "classes_", None)
            _check_order(Y, classes, name)
            chances[name] = as_table(model.predict_proba(X), classes, n_codes)
        return cls.from_predictions(Y, chances, train_counts, **options)

    @classmethod
    def from_predictions(
        cls, y_true, y_probs, train_counts, *, normalize="entropy", ax=None, **options
    ):
        """Draw the losses of probabilities.

        Parameters
        ----------
        y_true : array-like, DataFrame or sparse of shape (n_notes, n_codes)
            Codes that no note has are left out.
        y_probs : mapping of str to array-like of shape (n_notes, n_codes)
            Probabilities by the name of their coder.
        train_counts : array-like of int of shape (n_codes,)
        normalize : {"entropy", "largest", None}, default="entropy"
            "entropy": 1 is the loss of one who knows only how many of the notes have the code;
            "largest": the code with the largest loss has 1, for each coder; None: as it is.
        ax : matplotlib axes, default=None
        **options
            As of :meth:`plot`.

        Returns
        -------
        CodeLossDisplay
        """
        if normalize is not None:
            check_option(normalize, "normalize", NORMS)
        n_codes, names = check_indicator(y_true).shape[1], getattr(y_true, "columns", None)
        counts = check_train_counts(train_counts, n_codes, names)
        losses = {}
        for name, y_prob in _check_named(y_probs, "y_probs").items():
            truth, y_prob = check_truth_and_probabilities(y_true, y_prob)
            order = _frequent_first(truth, counts)
            losses[name] = code_losses(truth[:, order], y_prob[:, order], normalize)
        display = cls(losses=losses, train_counts=counts[order], normalize=normalize)
        return display.plot(ax=ax, **options)

    def plot(self, ax=None, *, window=None):
        """Draw.

        Parameters
        ----------
        ax : matplotlib axes, default=None
            None makes a figure.
        window : int, default=None
            Codes in the running mean; None takes a tenth of them, at least 5.

        Returns
        -------
        self
        """
        n_codes = len(self.train_counts)
        window = max(n_codes // 10, 5) if window is None else window
        check_number(window, "window", numbers.Integral, low=1)
        ax = axes_for(ax, "CodeLossDisplay", (7.0, 4.0))
        ranks, size = np.arange(1, n_codes + 1), min(max(1500 / n_codes, 9), 25)
        for number, (name, losses) in enumerate(self.losses.items()):
            colour = style(number, COLOURS)
            marker = style(number, MARKERS)
            ax.scatter(ranks, losses, s=size, marker=marker, color=colour, alpha=0.35, linewidths=0)
            mean = running_mean(losses, window)
            ax.plot(ranks, mean, style(number, LINES), color=colour, linewidth=2.2, label=name)
        if self.normalize == "entropy":
            ax.axhline(1, color="0.5", linewidth=0.8, zorder=0)
        ax.set(ylabel=LABELS[self.normalize], xlabel="training notes with the code", ylim=(0, None))
        places = np.unique(np.linspace(1, n_codes, min(n_codes, 8)).round().astype(int))
        ax.set_xticks(places, [str(count) for count in self.train_counts[places - 1]])
        ax.legend(frameon=False)
        self.ax_, self.figure_ = ax, ax.figure
        return self


def _frequent_first(truth, counts):
    """Columns of the codes that some note has, by their training notes."""
    seen = np.flatnonzero(np.asarray(truth.sum(axis=0)).ravel())
    if not len(seen):
        raise ValueError("y_true must have a code in some note; all are 0. Pass other notes.")
    return seen[np.argsort(-counts[seen], kind="stable")]


def _check_order(Y, classes, name):
    """Refuse a DataFrame whose columns are a coder's codes in another order."""
    columns = list(getattr(Y, "columns", []))
    codes = classes.tolist() if isinstance(classes, np.ndarray) else None
    if codes is None or columns == codes or set(columns) != set(codes):
        return
    raise ValueError(
        f"Y must have the codes in the order of the coder {name!r}; got them in another. Reorder "
        "the columns: Y[coder.classes_], and train_counts likewise."
    )


def _check_named(models, name):
    if not isinstance(models, Mapping) or not models:
        raise TypeError(
            f"{name} must be a mapping such as {{'focal': ...}}, with at least one entry; got "
            f"{type(models).__name__}."
        )
    return models
