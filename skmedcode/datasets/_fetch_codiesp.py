"""CodiEsp from where it is published."""

import json
from pathlib import Path

from skmedcode.datasets._codiesp import load_codiesp
from skmedcode.datasets._download import CUT, download, open_url

__all__ = ["fetch_codiesp"]

RECORD = "https://zenodo.org/api/records/3837305"
URL = "https://zenodo.org/records/3837305/files/codiesp.zip?download=1"
FILE = "codiesp.zip"
HOME = "skmedcode_data"


def fetch_codiesp(
    data_home=None, *, url=URL, record=RECORD, checksum=None, timeout=30.0, **options
):
    """Load the CodiEsp corpus, after downloading it once.

    The corpus is published under CC BY 4.0. This is the only function of the package that uses the
    network; it sends nothing but the request.

    Parameters
    ----------
    data_home : str or path-like, default=None
        Where the archive is kept; None is ``skmedcode_data`` in your home. If the archive is there,
        nothing is downloaded.
    url : str, default="https://zenodo.org/records/3837305/files/codiesp.zip?download=1"
        Of the archive; change it for a mirror.
    record : str, default="https://zenodo.org/api/records/3837305"
        Zenodo's description of the record, which tells the checksum.
    checksum : str, default=None
        What the archive must have, such as "md5:" and hexadecimal digits, or "sha256:". None asks
        ``record``.
    timeout : float, default=30.0
        Seconds to wait for an answer.
    **options
        For ``load_codiesp``: subset, language, task and others.

    Returns
    -------
    data : sklearn.utils.Bunch, or (data, target)
        As ``load_codiesp``.

    Raises
    ------
    OSError
        If the server does not answer, has no such file, or breaks the connection again and again;
        what has arrived is kept, and the next call goes on from there.
    ValueError
        If the archive has another checksum; then it is deleted. As ``load_codiesp`` else.

    See Also
    --------
    load_codiesp : From a copy that you have already.

    Examples
    --------
    >>> from skmedcode.datasets import fetch_codiesp
    >>> train = fetch_codiesp(subset="train", language="es")  # doctest: +SKIP
    """
    home = Path.home() / HOME if data_home is None else Path(data_home).expanduser()
    archive = home / FILE
    if not archive.exists():
        checksum = _published_checksum(record, timeout) if checksum is None else checksum
        download(url, archive, checksum, timeout)
    return load_codiesp(archive, **options)


def _published_checksum(record, timeout):
    """The checksum that the record's description gives for the archive."""
    try:
        with open_url(record, timeout) as answer:
            files = json.load(answer)["files"]
        return next(file["checksum"] for file in files if file["key"] == FILE)
    except CUT as error:
        raise OSError(
            f"{record} cannot be reached ({type(error).__name__}). Download {FILE} with a browser "
            "and call load_codiesp."
        ) from None
    except (ValueError, KeyError, TypeError, StopIteration):
        raise OSError(
            f"{record} must describe {FILE} with its checksum, and does not. Pass checksum=, or "
            "download the archive with a browser and call load_codiesp."
        ) from None
