"""Published corpora, read where they lie: a folder, or an archive that is never unpacked."""

import gzip
import tarfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

__all__ = ["read_split"]

ARCHIVES = (".tar.gz", ".tgz", ".zip")  # a plain .tar would not tell that it is cut short
BROKEN = (tarfile.TarError, zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error)


def read_split(path, split, wanted, what):
    """Read the wanted files of one split of a corpus.

    A split is a folder named ``split``, at any depth of an archive, or in a folder at the top or
    one level down. A folder may also be the split itself, or hold archives that hold the split.

    Parameters
    ----------
    path : str or path-like
        A folder, or an archive (.tar.gz, .tgz, .zip).
    split : str
        Name of the split's folder.
    wanted : callable
        From a name inside the split, such as "texts/a.txt", to whether it should be read.
    what : str
        The wanted files in words, for messages.

    Returns
    -------
    files : dict of str to bytes
        Name inside the split -> content.
    place : pathlib.Path
        Folder or archive in which they were found, for messages.

    Raises
    ------
    FileNotFoundError
        Where ``path`` does not exist, or holds no wanted file of the split.
    ValueError
        Where ``path`` is neither a folder nor an archive, or an archive is damaged.
    """
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(
            f"path must be a folder or an archive of the release, but {path} does not exist."
        )
    for place in _places(path, split):
        read = _read_folder if place.is_dir() else _read_archive
        files = read(place, split, wanted)
        if files:
            return files, place
    raise FileNotFoundError(
        f"Found no {what} of the subset {split!r} in {path}. It must be, or hold, a folder named "
        f"{split!r} with the files as released, or an archive with such a folder."
    )


def _places(path, split):
    """The folders and archives that may hold the split, the likeliest first."""
    if path.is_file():
        if not path.name.endswith(ARCHIVES):
            raise ValueError(f"path must be a folder or one of {', '.join(ARCHIVES)}. Got {path}.")
        return [path]
    folders = [path / split, *sorted(path.glob(f"*/{split}")), *([path] * (path.name == split))]
    archives = [file for file in path.iterdir() if file.name.endswith(ARCHIVES) and file.is_file()]
    archives.sort(key=lambda file: (split not in file.name, file.name))
    return [folder for folder in folders if folder.is_dir()] + archives


def _read_folder(folder, split, wanted):
    files = (file for pattern in ("*", "*/*", "*/*/*") for file in sorted(folder.glob(pattern)))
    names = {file.relative_to(folder).as_posix(): file for file in files if file.is_file()}
    return {name: file.read_bytes() for name, file in names.items() if wanted(name)}


def _read_archive(archive, split, wanted):
    members = _zip_members if archive.name.endswith(".zip") else _tar_members
    try:
        return {
            name: read()
            for full_name, read in members(archive)
            if (name := _inside(full_name, split)) and wanted(name)
        }
    except BROKEN as error:
        raise ValueError(
            f"{archive} could not be read as an archive ({type(error).__name__}). "
            "It may be damaged or incomplete: download it again."
        ) from error


def _tar_members(archive):
    """Yield (name, reader) of plain files only: links could point out of the archive."""
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.isreg():
                yield member.name, tar.extractfile(member).read


def _zip_members(archive):
    with zipfile.ZipFile(archive) as file:
        for info in file.infolist():
            if not info.is_dir():
                yield info.filename, lambda info=info: file.read(info)


def _inside(full_name, split):
    """The part of a name after the split's folder, or an empty string."""
    parts = PurePosixPath(full_name).parts
    if split not in parts[:-1] or parts[0] == "__MACOSX":  # what macOS adds to its zip files
        return ""
    return "/".join(parts[parts.index(split) + 1 :])
