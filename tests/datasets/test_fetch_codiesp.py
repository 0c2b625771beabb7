"""Downloads against a server on this machine that cuts, lies and forgets."""

import hashlib
import io
import json
import re
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from skmedcode.datasets import _download as module
from skmedcode.datasets import fetch_codiesp


def archive():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        folder = "final_dataset_v4_to_publish/train"
        file.writestr(f"{folder}/text_files_en/S1.txt", "Fever." + " and cough" * 40_000)
        file.writestr(f"{folder}/trainD.tsv", "S1\tr50.9\n")
    return buffer.getvalue()


CONTENT = archive()
MD5 = "md5:" + hashlib.md5(CONTENT).hexdigest()


class Server(ThreadingHTTPServer):
    """What it is told to do, and the ranges that it was asked for."""

    content, ranges, cuts, knows_ranges, checksum = CONTENT, None, 0, True, MD5


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        if self.path == "/record":
            files = [{"key": "other.pdf"}, {"key": "codiesp.zip", "checksum": server.checksum}]
            return self._send(200, json.dumps({"files": files}).encode())
        if self.path != "/codiesp.zip":
            return self.send_error(404)
        asked = self.headers.get("Range")
        server.ranges.append(asked)
        first = int(re.fullmatch(r"bytes=(\d+)-", asked)[1]) if asked else 0
        if not server.knows_ranges:
            first = 0
        if first >= len(server.content):
            return self._send(416, b"", {"Content-Range": f"bytes */{len(server.content)}"})
        status = 206 if first else 200
        return self._send(status, server.content[first:])

    def _send(self, status, body, headers=None):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.server.cuts and self.path == "/codiesp.zip":
            self.server.cuts -= 1
            body = body[: len(body) // 2]
            self.close_connection = True
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(module, "BLOCK", 1000)
    server = Server(("127.0.0.1", 0), Handler)
    server.ranges = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.root = f"http://127.0.0.1:{server.server_address[1]}"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def fetch(server, home, **options):
    options = {"url": f"{server.root}/codiesp.zip", "record": f"{server.root}/record"} | options
    return fetch_codiesp(home, timeout=5, **options)


def names(home):
    return sorted(path.name for path in home.iterdir()) if home.exists() else []


def test_downloads_once_and_loads(server, tmp_path):
    home = tmp_path / "new" / "home"
    notes = fetch(server, home)
    assert notes.data[0].startswith("Fever.") and notes.target_names.tolist() == ["r50.9"]
    assert names(home) == ["codiesp.zip"] and (home / "codiesp.zip").read_bytes() == CONTENT
    assert fetch(server, home, subset="train").ids.tolist() == ["S1"]
    assert server.ranges == [None], "the second call asks nobody"


def test_a_cut_connection_goes_on_where_it_stopped(server, tmp_path):
    server.cuts = 2
    fetch(server, tmp_path)
    half = len(CONTENT) // 2
    quarter = (len(CONTENT) - half) // 2
    assert server.ranges == [None, f"bytes={half}-", f"bytes={half + quarter}-"]
    assert (tmp_path / "codiesp.zip").read_bytes() == CONTENT


def test_what_stays_cut_is_no_archive_and_is_resumed_by_the_next_call(server, tmp_path):
    server.cuts = 100
    with pytest.raises(OSError, match=r"broke 4 times .*bytes are kept, and the next call goes on"):
        fetch(server, tmp_path)
    assert names(tmp_path) == ["codiesp.zip.part"]
    there = (tmp_path / "codiesp.zip.part").read_bytes()
    assert 0 < len(there) < len(CONTENT) and CONTENT.startswith(there)
    server.cuts, server.ranges = 0, []
    fetch(server, tmp_path)
    assert server.ranges == [f"bytes={len(there)}-"] and names(tmp_path) == ["codiesp.zip"]


def test_a_server_without_ranges_starts_again(server, tmp_path):
    server.knows_ranges = False
    (tmp_path / "codiesp.zip.part").write_bytes(CONTENT[:1000])
    fetch(server, tmp_path)
    assert (tmp_path / "codiesp.zip").read_bytes() == CONTENT


@pytest.mark.parametrize("there", [CONTENT, CONTENT + b"more"], ids=["whole", "too long"])
def test_a_part_that_needs_no_more(server, tmp_path, there):
    (tmp_path / "codiesp.zip.part").write_bytes(there)
    fetch(server, tmp_path)
    assert (tmp_path / "codiesp.zip").read_bytes() == CONTENT


def test_the_beginning_of_another_file_is_dropped(server, tmp_path):
    (tmp_path / "codiesp.zip.part").write_bytes(b"x" * 1000)
    fetch(server, tmp_path)
    assert server.ranges == ["bytes=1000-", None]
    assert (tmp_path / "codiesp.zip").read_bytes() == CONTENT


@pytest.mark.parametrize("algorithm", ["md5", "sha256"])
def test_a_wrong_checksum_leaves_nothing(server, tmp_path, algorithm):
    with pytest.raises(ValueError, match=f"must have the checksum {algorithm}:0+, got"):
        fetch(server, tmp_path, checksum=f"{algorithm}:{'0' * 32}")
    assert names(tmp_path) == []
    fetch(server, tmp_path, checksum="sha256:" + hashlib.sha256(CONTENT).hexdigest())
    with pytest.raises(ValueError, match="checksum must be 'md5:' or 'sha256:'"):
        fetch(server, tmp_path / "other", checksum="crc:1")


def test_no_such_file(server, tmp_path):
    with pytest.raises(OSError, match="the server says 404"):
        fetch(server, tmp_path, url=f"{server.root}/nothing.zip")
    with pytest.raises(OSError, match="the server says 404"):
        fetch(server, tmp_path, record=f"{server.root}/nothing")
    assert names(tmp_path) == []


def test_a_record_without_a_checksum(server, tmp_path):
    with pytest.raises(OSError, match=r"must describe codiesp\.zip with its checksum"):
        fetch(server, tmp_path, record=f"{server.root}/codiesp.zip")
    assert names(tmp_path) == []


def test_a_server_that_is_not_there(server, tmp_path):
    server.shutdown()
    server.server_close()
    with pytest.raises(OSError, match="cannot be reached"):
        fetch(server, tmp_path)
    with pytest.raises(OSError, match="broke 4 times"):
        fetch(server, tmp_path, checksum=MD5)


def test_only_the_web(tmp_path):
    with pytest.raises(ValueError, match="url must start with http"):
        fetch_codiesp(tmp_path, url="file:///etc/hostname", checksum=MD5)
