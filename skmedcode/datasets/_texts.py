"""The notes of a release: one UTF-8 text file for each case."""

from pathlib import PurePosixPath

__all__ = ["decode_notes", "is_text"]


def is_text(name, folder):
    """Whether a name inside a split is that of a note in ``folder``."""
    path = PurePosixPath(name)  # macOS adds files that start with "._"
    in_folder = name.startswith(f"{folder}/")
    return in_folder and path.suffix == ".txt" and not path.name.startswith("._")


def decode_notes(files, folder, place, cure="Complete the release."):
    """Decode the notes of one folder.

    Parameters
    ----------
    files : dict of str to bytes
        Name inside the split -> content.
    folder : str
    place : path-like
        Where the files are, for messages.
    cure : str
        What to do if there is none, for the message.

    Returns
    -------
    dict of str to str
        Case -> text, sorted by case.
    """
    names = sorted(name for name in files if is_text(name, folder))
    if not names:
        raise FileNotFoundError(
            f"{place} has no folder {folder!r} with .txt files for this subset. {cure}"
        )
    notes = {}
    for name in names:
        try:
            notes[PurePosixPath(name).stem] = files[name].decode("utf-8")
        except UnicodeDecodeError:
            # "from None": the exception carries the bytes of the note.
            raise ValueError(f"{place}: {name} is not UTF-8. Replace it by the original.") from None
    return notes
