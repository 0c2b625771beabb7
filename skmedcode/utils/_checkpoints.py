"""Parts of Hugging Face checkpoints, with one clear error where there are none."""

import os
from pathlib import Path

from skmedcode.utils._optional import import_optional

__all__ = ["is_checkpoint_name", "part_of_checkpoint"]


def is_checkpoint_name(value):
    """Whether a value is a folder's path or a name on the hub."""
    return isinstance(value, (str, os.PathLike))


def part_of_checkpoint(kind, checkpoint, parameter):
    """Load the model, the tokenizer or the configuration of a checkpoint.

    What lies in the folder or in the cache is taken without a look at the network. No code of the
    checkpoint is run.

    Parameters
    ----------
    kind : {"AutoModel", "AutoTokenizer", "AutoConfig"}
    checkpoint : str or path-like
        A folder that ``save_pretrained`` wrote, or a name on the Hugging Face hub.
    parameter : str
        What messages call it.

    Returns
    -------
    object
        As transformers gives it.

    Raises
    ------
    ValueError
        If the folder holds no such part, or the name is neither cached nor to be downloaded.
    ImportError
        If transformers, or a package that the checkpoint needs, is not installed.
    """
    transformers = import_optional(
        "transformers", extra="transformers", purpose=f"{parameter}={str(checkpoint)!r}"
    )
    auto = getattr(transformers, kind)
    place = os.fspath(checkpoint)
    folder = Path(place).expanduser()
    place = str(folder) if folder.is_dir() else place
    try:
        return auto.from_pretrained(place, local_files_only=True, trust_remote_code=False)
    except ImportError:
        raise
    except Exception as error:  # transformers raises of many kinds, none of which has seen a note
        if folder.is_dir():
            raise ValueError(
                f"{parameter} must be a folder with a checkpoint: config.json, weights and "
                f"tokenizer files, as save_pretrained writes them; {place!r} is none from which "
                f"{kind} can be loaded ({_short(error)})."
            ) from error
    is_path = not isinstance(checkpoint, str)  # which is never looked for on the hub
    if is_path or place.count("/") > 1 or place[:1] in ("/", ".", "~"):
        raise ValueError(f"{parameter} must be a folder with a checkpoint; there is no {place!r}.")
    try:
        return auto.from_pretrained(place, trust_remote_code=False)
    except ImportError:
        raise
    except Exception as error:
        raise ValueError(
            f"{parameter} must be a folder with a checkpoint, or a name on the Hugging Face hub; "
            f"{place!r} is no folder, is not in the cache, and cannot be downloaded from here "
            f"({_short(error)}). Where there is a network, run: hf download {place} --local-dir "
            "FOLDER, and pass the folder."
        ) from error


def _short(error):
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
