import io
import tarfile
import zipfile

import numpy as np
import pytest
from scipy.sparse import issparse

from skmedcode.datasets import load_cantemist

FILES = {
    "train-set/cantemist-coding/txt/cc_onco2.txt": "Adenocarcinoma con metástasis.",
    "train-set/cantemist-coding/txt/cc_onco1.txt": "Melanoma.",
    "train-set/cantemist-coding/train-coding.tsv": (
        "file\tcode\ncc_onco2\t8140/3\ncc_onco2\t8000/6\ncc_onco1\t8720/3\ncc_onco2\t8140/3\n"
    ),
    "train-set/cantemist-ner/cc_onco2.txt": "Otra tarea.",
    "dev-set1/cantemist-coding/txt/cc_onco0.txt": "Tumor maligno.",
    "dev-set1/cantemist-coding/txt/cc_onco3.txt": "Sin neoplasia.",
    "dev-set1/cantemist-coding/dev1-coding.tsv": "file\tcode\ncc_onco0\t8000/6/H\n",
    "dev-set2/cantemist-coding/txt/cc_onco4.txt": "Metástasis.",
    "dev-set2/cantemist-coding/dev2-coding.tsv": "file\tcode\ncc_onco4\t8000/6\n",
}


def as_folder(root):
    for name, text in FILES.items():
        file = root / "cantemist" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return root


def as_tar(path):
    with tarfile.open(path, "w:gz") as tar:
        for name, text in FILES.items():
            member = tarfile.TarInfo(f"cantemist/{name}")
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return path


def as_zip(path):
    with zipfile.ZipFile(path, "w") as file:
        for name, text in FILES.items():
            file.writestr(f"cantemist/{name}", text)
    return path


@pytest.fixture
def folder(tmp_path):
    return as_folder(tmp_path / "release")


@pytest.fixture(params=["folder", "its folder", "tar", "zip", "folder of an archive"])
def path(request, tmp_path):
    match request.param:
        case "folder":
            return as_folder(tmp_path)
        case "its folder":
            return as_folder(tmp_path) / "cantemist"
        case "tar":
            return as_tar(tmp_path / "cantemist.tar.gz")
        case "zip":
            return as_zip(tmp_path / "cantemist.zip")
    return as_zip(tmp_path / "cantemist.zip").parent


def test_one_subset(path):
    train = load_cantemist(path)
    assert train.ids.tolist() == ["cc_onco1", "cc_onco2"]
    assert train.data.tolist() == ["Melanoma.", "Adenocarcinoma con metástasis."]
    assert train.target_names.tolist() == ["8000/6", "8140/3", "8720/3"]
    assert train.target.tolist() == [[0, 0, 1], [1, 1, 0]] and train.target.dtype == np.int32
    assert train.n_gold.tolist() == [1, 2]
    assert "CC BY 4.0" in train.DESCR and "'train'\n" in train.DESCR


def test_several_subsets(path):
    both = load_cantemist(path, subset=("train", "dev1"))
    assert both.ids.tolist() == ["cc_onco1", "cc_onco2", "cc_onco0", "cc_onco3"]
    assert both.data[2] == "Tumor maligno."
    assert both.target_names.tolist() == ["8000/6", "8000/6/H", "8140/3", "8720/3"]
    assert both.target.tolist() == [[0, 0, 0, 1], [1, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]]
    assert both.n_gold.tolist() == [1, 2, 1, 0]
    assert "'train' + 'dev1'" in both.DESCR
    swapped = load_cantemist(path, subset=["dev1", "train"])
    assert swapped.ids.tolist() == ["cc_onco0", "cc_onco3", "cc_onco1", "cc_onco2"]


def test_the_columns_of_another_subset(path):
    train = load_cantemist(path, code_names=np.array(["8720/3", "8000/6"]))
    assert train.target_names.tolist() == ["8720/3", "8000/6"]
    assert train.target.tolist() == [[1, 0], [0, 1]]
    assert train.n_gold.tolist() == [1, 2]


def test_output_forms(path):
    X, Y = load_cantemist(path, return_X_y=True, sparse_output=True)
    assert issparse(Y) and Y.shape == (2, 3) and Y.dtype == np.int32
    train = load_cantemist(path, as_frame=True)
    assert train.data.tolist() == X.tolist() and train.data.index.tolist() == train.ids.tolist()
    np.testing.assert_array_equal(train.target.loc["cc_onco2"], Y.toarray()[1])
    assert train.target.columns.tolist() == ["8000/6", "8140/3", "8720/3"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"subset": "test"}, "subset must be one of 'train', 'dev1', 'dev2'. Got 'test'"),
        ({"subset": None}, "subset must be one of .* Got None"),
        ({"subset": ("train", "dev")}, "subset must be one of .* Got 'dev'"),
        ({"subset": ()}, r"subset must be one subset, or several .* Got \(\)"),
        ({"subset": ("dev1", "dev1")}, "without repetition"),
        ({"code_names": "8140/3"}, "code_names must be a sequence of codes"),
        ({"code_names": [8140]}, "code_names must be a sequence of codes"),
        ({"code_names": ["8140/3", "8140/3"]}, "code_names must not repeat"),
    ],
)
def test_bad_parameters(folder, options, message):
    with pytest.raises(ValueError, match=message):
        load_cantemist(folder, **options)


@pytest.mark.parametrize(
    ("missing", "error", "message"),
    [
        ("train-coding.tsv", FileNotFoundError, r"no cantemist-coding/train-coding\.tsv"),
        ("txt/cc_onco1.txt", ValueError, r"train-coding\.tsv, row 4: .*'cc_onco1' has no text"),
    ],
)
def test_missing_files(folder, missing, error, message):
    (folder / "cantemist/train-set/cantemist-coding" / missing).unlink()
    with pytest.raises(error, match=message):
        load_cantemist(folder)


def test_missing_subset(folder, tmp_path):
    for file in (folder / "cantemist/dev-set2/cantemist-coding").rglob("*.*"):
        file.unlink()
    with pytest.raises(FileNotFoundError, match="of the subset 'dev-set2'"):
        load_cantemist(folder, subset=("train", "dev2"))
    with pytest.raises(FileNotFoundError, match="does not exist"):
        load_cantemist(tmp_path / "nowhere")


def test_a_table_without_its_header(folder):
    table = folder / "cantemist/train-set/cantemist-coding/train-coding.tsv"
    table.write_text("cc_onco2\t8140/3\n")
    with pytest.raises(ValueError, match="row 1: expected the header file <tab> code"):
        load_cantemist(folder)


def test_a_text_that_is_not_utf8_is_not_shown(folder):
    file = folder / "cantemist/train-set/cantemist-coding/txt/cc_onco1.txt"
    file.write_bytes("secreto metástasis".encode("latin-1"))
    with pytest.raises(ValueError, match=r"txt/cc_onco1\.txt is not UTF-8") as caught:
        load_cantemist(folder)
    assert "secreto" not in str(caught.value) and caught.value.__suppress_context__


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("subset", "n_notes", "n_codes", "without_code"),
    [("train", 501, 493, 0), ("dev1", 250, 338, 1), ("dev2", 247, 327, 0)],
)
def test_published_counts(shared_data, subset, n_notes, n_codes, without_code):
    cases = load_cantemist(shared_data / "cantemist", subset=subset)
    assert cases.target.shape == (n_notes, n_codes) and len(cases.data) == n_notes
    np.testing.assert_array_equal(cases.n_gold, cases.target.sum(axis=1))
    assert np.sum(cases.n_gold == 0) == without_code
    assert 5 < cases.n_gold.mean() < 6


@pytest.mark.shared_data
def test_published_subsets_joined(shared_data):
    path = shared_data / "cantemist"
    parts = [load_cantemist(path, subset=subset) for subset in ("train", "dev1")]
    both = load_cantemist(path, subset=("train", "dev1"))
    assert both.data.tolist() == [note for part in parts for note in part.data]
    assert len(set(both.ids)) == 751
    assert set(both.target_names) == {code for part in parts for code in part.target_names}
    assert both.target.sum() == sum(part.target.sum() for part in parts)
    dev2 = load_cantemist(path, subset="dev2", code_names=both.target_names)
    assert 0.8 < dev2.target.sum() / dev2.n_gold.sum() < 1
