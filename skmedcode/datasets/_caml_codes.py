"""Names of codes in the published data of CAML."""

__all__ = ["caml_procedure"]


def caml_procedure(code):
    """The names that procedures have in the published data of CAML.

    There the column was read as numbers, which lose their zeros, and every code got a dot.

    Examples
    --------
    >>> from skmedcode.datasets._caml_codes import caml_procedure
    >>> [caml_procedure(code) for code in ("3893", "0117", "0066", "40")]
    ['38.93', '11.7', '66.', '40.']
    """
    code = str(int(code)) if code.isdecimal() else code
    return f"{code[:2]}.{code[2:]}"
