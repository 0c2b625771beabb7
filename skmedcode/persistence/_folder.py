"""A folder that is replaced as a whole or not at all."""

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

DESCRIPTION, WEIGHTS, MEMBERS = "coder.json", "weights.safetensors", "members"


@contextmanager
def replacing(folder):
    """Yield a temporary folder beside ``folder`` and put it in its place at the end.

    Whatever fails inside leaves the old folder as it was.
    """
    folder = Path(folder).expanduser().resolve()
    if folder == Path.cwd():
        raise FileExistsError("The working directory itself cannot be replaced; name a folder.")
    check_replaceable(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        new = temporary / "new"
        new.mkdir()
        yield new
        if folder.exists():
            os.replace(folder, temporary / "old")
        try:
            os.replace(new, folder)
        except OSError:
            if (temporary / "old").exists():
                os.replace(temporary / "old", folder)
            raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def check_replaceable(folder):
    """Refuse a place that holds anything but a saved coder."""
    if folder.exists() and not folder.is_dir():
        raise FileExistsError(f"{folder} is a file; name a folder to save the coder in.")
    inside = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if inside and DESCRIPTION not in inside:
        raise FileExistsError(
            f"{folder} holds something that is no saved coder; name a new or empty folder."
        )
    others = [name for name in inside if name not in (DESCRIPTION, WEIGHTS, MEMBERS)]
    if others:
        raise FileExistsError(
            f"{folder} holds more than a saved coder ({', '.join(others[:3])}), which saving would "
            "remove. Name a new or empty folder."
        )
