"""Show the parameters and attributes that all coders share on the page of each coder."""

import inspect

from skmedcode import BaseCoder
from skmedcode.coders._pretrained import PretrainedCoder


def section(lines, title):
    """First line, body and end of a numpydoc section; None where there is none."""
    headings = [i - 1 for i, line in enumerate(lines) if line and set(line) == {"-"}]
    start = next((i for i in headings if lines[i] == title), None)
    if start is None:
        return None
    return start + 2, next((i for i in headings if i > start), len(lines))


def add_shared_parameters(app, what, name, obj, options, lines):
    """Add the shared parts of :class:`BaseCoder`'s docstring to a coder's."""
    if what != "class" or not issubclass(obj, BaseCoder) or obj is BaseCoder:
        return
    shared = inspect.getdoc(BaseCoder).splitlines()
    parameters, attributes = (shared[slice(*section(shared, t))] for t in TITLES)
    _add_pretrained(obj, lines)
    own = section(lines, "Parameters")
    title = "Parameters" if own is None else "Other Parameters"
    end = lines.index("See Also") if own is None else own[1]
    lines[end:end] = [title, "-" * len(title), *parameters, ""]
    own = section(lines, "Attributes")
    if own is None:
        end = section(lines, title)[1]
        lines[end:end] = ["Attributes", "----------", *attributes, ""]
    else:
        lines[own[1] : own[1]] = [*attributes, ""]


def _add_pretrained(obj, lines):
    """Add the parameters of coders on checkpoints to a coder's own."""
    if not issubclass(obj, PretrainedCoder):
        return
    shared = inspect.getdoc(PretrainedCoder).splitlines()
    parameters = shared[slice(*section(shared, "Parameters"))]
    own = section(lines, "Parameters")
    if own is None:
        end = lines.index("See Also")
        lines[end:end] = ["Parameters", "----------", *parameters, ""]
    else:
        lines[own[1] : own[1]] = [*parameters, ""]


TITLES = ("Parameters", "Attributes")


def setup(app):
    """Come before numpydoc, which turns sections into fields."""
    app.connect("autodoc-process-docstring", add_shared_parameters, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
