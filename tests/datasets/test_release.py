import io
import tarfile
import zipfile

import pytest

from skmedcode.datasets._release import read_split

FILES = {"texts/a.txt": b"alpha", "table.tsv": b"1\t2", "texts/deep/er.txt": b"too deep"}
WANTED = {"texts/a.txt", "table.tsv"}


def read(path, split="train"):
    return read_split(path, split, WANTED.__contains__, "texts/*.txt")[0]


def as_folder(root, prefix):
    for name, content in FILES.items():
        file = root / prefix / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return root


def as_tar(path, prefix):
    with tarfile.open(path, "w:gz") as tar:
        for name, content in FILES.items():
            member = tarfile.TarInfo(f"{prefix}/{name}")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return path


def as_zip(path, prefix):
    with zipfile.ZipFile(path, "w") as file:
        file.mkdir(prefix)
        for name, content in FILES.items():
            file.writestr(f"{prefix}/{name}", content)
    return path


@pytest.fixture(params=["top", "one down", "itself", "tar", "zip", "folder of archives"])
def release(request, tmp_path):
    match request.param:
        case "top":
            return as_folder(tmp_path, "train")
        case "one down":
            return as_folder(tmp_path, "final/train")
        case "itself":
            return as_folder(tmp_path / "train", "")
        case "tar":
            return as_tar(tmp_path / "x.tar.gz", "final/train")
        case "zip":
            return as_zip(tmp_path / "x.zip", "a/b/train")
    as_tar(tmp_path / "other.tar.gz", "final/dev")
    as_zip(tmp_path / "train.zip", "train")
    return tmp_path


def test_every_layout_gives_the_wanted_files(release):
    assert read(release) == {name: FILES[name] for name in WANTED}
    assert read(str(release)) == read(release)


def test_nothing_is_written(release):
    before = sorted(release.parent.rglob("*"))
    read(release)
    assert sorted(release.parent.rglob("*")) == before


def test_missing_split(release):
    with pytest.raises(FileNotFoundError, match=r"no texts/\*\.txt of the subset 'test'.* folder"):
        read(release, "test")


def test_missing_path(tmp_path):
    with pytest.raises(FileNotFoundError, match="does not exist"):
        read(tmp_path / "nowhere")


def test_another_kind_of_file(tmp_path):
    file = tmp_path / "notes.csv"
    file.write_text("x")
    with pytest.raises(ValueError, match=r"path must be a folder or one of \.tar\.gz"):
        read(file)


@pytest.mark.parametrize("name", ["x.tar.gz", "x.zip"])
@pytest.mark.parametrize("share", [0, 0.1, 0.5])
def test_damaged_archive(tmp_path, name, share):
    write = as_zip if name.endswith("zip") else as_tar
    whole = write(tmp_path / "whole", "train").read_bytes()
    (tmp_path / name).write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(ValueError, match="could not be read as an archive"):
        read(tmp_path / name)


def test_links_in_an_archive_are_not_followed(tmp_path):
    (tmp_path / "secret").write_text("secret")
    with tarfile.open(tmp_path / "x.tar.gz", "w:gz") as tar:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
            member = tarfile.TarInfo("train/texts/a.txt")
            member.type, member.linkname = kind, str(tmp_path / "secret")
            tar.addfile(member)
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "x.tar.gz")


def test_resource_forks_are_skipped(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        file.writestr("train/texts/a.txt", "alpha")
        file.writestr("__MACOSX/train/texts/a.txt", "fork")
    assert read(tmp_path / "x.zip") == {"texts/a.txt": b"alpha"}
