"""Import of packages that only some features need."""

from importlib import import_module

__all__ = ["import_optional"]


def import_optional(module, extra, purpose):
    """Import an optional package at the moment of its use.

    Parameters
    ----------
    module : str
        Name of the module to import, such as "pandas".
    extra : str
        The extra of skmedcode that installs it, such as "tables".
    purpose : str
        What needs it, as the user wrote it, such as "as_frame=True".

    Returns
    -------
    module

    Raises
    ------
    ImportError
        Where the package is not installed. The message names the extra. A package that is there
        but broken raises its own error.

    Examples
    --------
    >>> from skmedcode.utils._optional import import_optional
    >>> import_optional("json", extra="tables", purpose="as_frame=True").__name__
    'json'
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] != module.split(".")[0]:
            raise
        package = module.split(".")[0]
        raise ImportError(
            f"{purpose} needs the package {package!r}, which is not installed. "
            f"Install it with: pip install skmedcode[{extra}]"
        ) from error
