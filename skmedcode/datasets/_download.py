"""Downloads that are whole or not there."""

import hashlib
import http.client
import re
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

__all__ = ["download", "open_url"]

BLOCK = 1 << 16
TRIES = 4
CUT = (http.client.HTTPException, ConnectionError, TimeoutError, URLError)
BY_HAND = "Try again later, or download the file with a browser and pass its path to the loader."


def download(url, path, checksum, timeout=30.0):
    """Download a file, going on where an interrupted download has stopped.

    Parameters
    ----------
    url : str
        http or https.
    path : Path
        Is there afterwards only if the whole file is right. Until then its beginning lies beside
        it, as a name that ends in ".part".
    checksum : str
        Such as "md5:..." or "sha256:...".
    timeout : float, default=30.0
        Seconds without an answer.

    Raises
    ------
    OSError
        If the server has no such file, or the connection broke several times.
    ValueError
        If the checksum is none, or that of the file is another one.
    """
    algorithm, digest = _parsed(checksum)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    resumed = part.exists()
    _fetch(url, part, timeout)
    if resumed and _digest(part, algorithm) != digest:  # its beginning may be of another file
        part.unlink()
        _fetch(url, part, timeout)
    found = _digest(part, algorithm)
    if found != digest:
        part.unlink()
        raise ValueError(
            f"The file at {url} must have the checksum {checksum}, got {algorithm}:{found}; it was "
            "deleted. Try again; if it stays so, the file has changed: look at its page."
        )
    part.replace(path)


def open_url(url, timeout, first=0):
    """Open an address, from a byte on.

    Raises
    ------
    OSError
        With what the server says.
    """
    if not url.startswith(("http://", "https://")):
        raise ValueError(f"url must start with http:// or https://, got {url!r}.")
    request = Request(url, headers={"Range": f"bytes={first}-"} if first else {})
    try:
        return urlopen(request, timeout=timeout)
    except HTTPError as error:
        if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            return error
        raise OSError(
            f"{url} cannot be downloaded: the server says {error.code} {error.reason}. {BY_HAND}"
        ) from None


def _parsed(checksum):
    algorithm, _, digest = checksum.partition(":")
    if algorithm not in ("md5", "sha256") or not digest:
        raise ValueError(
            f"checksum must be 'md5:' or 'sha256:' and hexadecimal digits, got {checksum!r}."
        )
    return algorithm, digest.lower()


def _fetch(url, part, timeout):
    """Bring the part file to its full length; a broken connection is taken up again."""
    for left in reversed(range(TRIES)):
        try:
            if _fetch_once(url, part, timeout):
                return
        except CUT as error:
            reason = type(error).__name__
        else:
            reason = "it ended early"
        if not left:
            there = part.stat().st_size if part.exists() else 0
            raise OSError(
                f"The connection to {url} broke {TRIES} times ({reason}); {there:,} bytes are "
                f"kept, and the next call goes on from there. {BY_HAND}"
            )


def _fetch_once(url, part, timeout):
    """Fetch what is missing; whether the file is complete then."""
    there = part.stat().st_size if part.exists() else 0
    with open_url(url, timeout, there) as answer:
        if answer.status == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            total = _total(answer.headers.get("Content-Range"))
            if total != there:  # more than there is: start afresh
                part.unlink()
            return total == there
        goes_on = there and answer.status == http.client.PARTIAL_CONTENT
        there = there if goes_on else 0  # a server may not know ranges, and send all
        length = answer.headers.get("Content-Length")
        with part.open("ab" if goes_on else "wb") as file:
            while block := answer.read(BLOCK):
                file.write(block)
            return length is None or file.tell() == there + int(length)


def _total(content_range):
    """The length of the file in "bytes */1234"."""
    found = re.fullmatch(r"bytes .*/(\d+)", content_range or "")
    return int(found[1]) if found else None


def _digest(path, algorithm):
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()
