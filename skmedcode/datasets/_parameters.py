"""Parameters that the readers of corpora share."""

__all__ = ["check_choice", "check_code_names"]


def check_choice(name, value, allowed):
    """Check that a parameter has one of the allowed values."""
    if not isinstance(value, str) or value not in tuple(allowed):
        words = ", ".join(map(repr, allowed))
        raise ValueError(f"{name} must be one of {words}. Got {value!r}.")


def check_code_names(code_names):
    """Return the code names as a list without duplicates, or None."""
    if code_names is None:
        return None
    if isinstance(code_names, str) or not all(isinstance(name, str) for name in code_names):
        raise ValueError(
            f"code_names must be a sequence of codes (str). Got {type(code_names).__name__}; "
            "pass for example the target_names of the training set."
        )
    names = list(code_names)
    if len(set(names)) < len(names):
        raise ValueError("code_names must not repeat a code. Remove the duplicates.")
    return names
