"""Axes to draw on, and how to tell several things apart without colour."""

from skmedcode.utils._optional import import_optional

# Colours that differ in lightness too (Okabe and Ito), markers and lines that differ in shape.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#000000", "#cc79a7", "#e69f00", "#56b4e9", "#5a3d8a")
MARKERS = ("o", "^", "s", "X", "D", "v", "P", "<", ">", "*")
LINES = ("-", "--", ":", "-.")


def axes_for(ax, who, figsize):
    """The axes given, or new ones.

    Parameters
    ----------
    ax : matplotlib axes or None
    who : str
        What draws, for the error where matplotlib is missing.
    figsize : tuple of float
        Width and height of a new figure, in inches.

    Returns
    -------
    matplotlib axes
    """
    pyplot = import_optional("matplotlib.pyplot", extra="plot", purpose=who)
    if ax is None:
        _, ax = pyplot.subplots(figsize=figsize, layout="constrained")
    return ax


def style(number, kinds):
    """The kind for the n-th thing drawn, from the first again after the last.

    Examples
    --------
    >>> from skmedcode.inspection._axes import LINES, style
    >>> [style(number, LINES) for number in (0, 1, 4)]
    ['-', '--', '-']
    """
    return kinds[number % len(kinds)]
