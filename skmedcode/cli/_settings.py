"""A coder from its name and ``--set name=value``."""

import ast

from skmedcode.cli._models import CODERS, coder_class
from skmedcode.cli._options import UsageError
from skmedcode.datasets._table_errors import nearest

__all__ = ["make_coder"]

# What the command line itself passes to the coder.
TAKEN = {
    "code_names": "the codes are those of the table",
    "code_descriptions": "give titles with --titles",
    "callbacks": "they can be set in Python alone",
    "device": "it has an option of its own, --device",
}
MEMBERS = ("coder", "deep")  # parameters that are coders themselves


def make_coder(name, settings, device="auto"):
    """A coder with its parameters.

    Parameters
    ----------
    name : str
        One of ``CODERS``.
    settings : sequence of str
        Each "name=value", the value a Python literal, or else the word itself. Parameters that are
        coders take the name of one, and their own parameters are then "coder__lr=0.01".
    device : str, default="auto"

    Returns
    -------
    estimator
        ``random_state`` is 0 unless set.

    Raises
    ------
    UsageError
        For a parameter that the coder does not have.
    """
    coder = coder_class(name)()
    if name == "EnsembleCoder":
        coder.set_params(coder=coder_class("AttentionCoder")())
    values = dict(_parsed(setting) for setting in settings)
    if "random_state" in coder.get_params():
        values = {"random_state": 0} | values
    for parameter in sorted(values, key=lambda key: key.count("__")):  # members come first
        _set(coder, name, parameter, values[parameter])
    devices = [key for key in coder.get_params() if key.split("__")[-1] == "device"]
    return coder.set_params(**dict.fromkeys(devices, device))


def _parsed(setting):
    parameter, sign, value = setting.partition("=")
    if not sign or not parameter.strip():
        raise UsageError(f"--set must be name=value, such as lr=0.002, got {setting!r}.")
    try:
        return parameter.strip(), ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return parameter.strip(), value


def _set(coder, name, parameter, value):
    known = coder.get_params()
    last = parameter.split("__")[-1]
    if last in TAKEN:
        raise UsageError(f"--set {parameter} is not possible: {TAKEN[last]}.")
    if parameter not in known:
        raise UsageError(
            f"--set {parameter} must be a parameter of {name}, which has none of that name."
            f"{nearest(parameter, known)} 'skmedcode models {name}' lists them."
        )
    if last in MEMBERS and isinstance(value, str):
        if value not in CODERS:
            raise UsageError(
                f"--set {parameter} must be the name of a coder, got {value!r}."
                f"{nearest(value, CODERS)} 'skmedcode models' lists them."
            )
        value = coder_class(value)()
    coder.set_params(**{parameter: value})
