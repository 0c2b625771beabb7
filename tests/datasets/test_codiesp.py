import io
import re
import tarfile

import numpy as np
import pytest
from scipy.sparse import issparse

from skmedcode.datasets import load_codiesp

FILES = {
    "train/text_files/S1-2.txt": "Varón con fiebre y tos.",
    "train/text_files/S1-1.txt": "Dolor torácico; radiografía normal.",
    "train/text_files_en/S1-2.txt": "A man with fever and cough.",
    "train/text_files_en/S1-1.txt": "Chest pain; normal film.",
    "train/trainD.tsv": "S1-1\tr07.4\nS1-2\tr50.9\nS1-2\tr05\n",
    "train/trainP.tsv": "S1-1\tbw03zzz\n",
    "train/trainX.tsv": (
        "S1-1\tPROCEDIMIENTO\tbw03zzz\tradiografía\t16 27\n"
        "S1-1\tDIAGNOSTICO\tr07.4\tDolor torácico\t0 14\n"
        "S1-2\tDIAGNOSTICO\tr05\ttos\t19 22;22 22\n"
        "S1-2\tDIAGNOSTICO\tr50.9\tfiebre\t10 16\n"
    ),
    "dev/text_files_en/S2-1.txt": "Fever.",
    "dev/text_files_en/S2-2.txt": "Nothing new.",
    "dev/devD.tsv": "S2-1\tr50.9\nS2-1\tz99.9\n",
    "background/text_files_en/S3-1.txt": "A case.",
}


def write(root, files):
    for name, text in files.items():
        file = root / "final_dataset_v4_to_publish" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return root


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "release", FILES)


@pytest.fixture(params=["folder", "archive"])
def path(request, folder, tmp_path):
    if request.param == "folder":
        return folder
    archive = tmp_path / "codiesp.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        for name, text in FILES.items():
            member = tarfile.TarInfo(f"final_dataset_v4_to_publish/{name}")
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return archive


def test_english_diagnoses(path):
    train = load_codiesp(path)
    assert train.ids.tolist() == ["S1-1", "S1-2"]
    assert train.data.tolist() == ["Chest pain; normal film.", "A man with fever and cough."]
    assert train.target_names.tolist() == ["r05", "r07.4", "r50.9"]
    assert train.target.tolist() == [[0, 1, 0], [1, 0, 1]] and train.target.dtype == np.int32
    assert train.n_gold.tolist() == [1, 2]
    assert train.evidence is None
    assert "CC BY 4.0" in train.DESCR and "'train'" in train.DESCR


@pytest.mark.parametrize(
    ("task", "names", "first", "second"),
    [
        ("D", ["r05", "r07.4", "r50.9"], ["Dolor torácico"], ["fiebre", "tos"]),
        ("P", ["bw03zzz"], ["radiografía"], []),
        (
            "X",
            ["bw03zzz", "r05", "r07.4", "r50.9"],
            ["Dolor torácico", "radiografía"],
            ["fiebre", "tos"],
        ),
    ],
)
def test_spanish_tasks_have_evidence(path, task, names, first, second):
    train = load_codiesp(path, language="es", task=task)
    assert train.target_names.tolist() == names
    assert [[text for *_, text in spans] for spans in train.evidence] == [first, second]
    for note, row, spans in zip(train.data, train.target, train.evidence, strict=True):
        assert all(note[start:end] == text for _, start, end, text in spans)
        assert {code for code, *_ in spans} == set(train.target_names[row == 1])


def test_the_columns_of_another_subset(path):
    dev = load_codiesp(path, subset="dev", code_names=np.array(["r50.9", "r05"]))
    assert dev.target_names.tolist() == ["r50.9", "r05"]
    assert dev.target.tolist() == [[1, 0], [0, 0]]
    assert dev.n_gold.tolist() == [2, 0]


def test_evidence_is_that_of_the_columns(path):
    train = load_codiesp(path, language="es", code_names=["r05"])
    assert [[code for code, *_ in spans] for spans in train.evidence] == [[], ["r05"]]
    assert train.n_gold.tolist() == [1, 2]


def test_background(path):
    background = load_codiesp(path, subset="background")
    assert background.data.tolist() == ["A case."]
    assert background.target is background.n_gold is background.evidence is None
    assert background.target_names.tolist() == []


def test_output_forms(path):
    X, Y = load_codiesp(path, return_X_y=True, sparse_output=True)
    assert issparse(Y) and Y.shape == (2, 3) and Y.dtype == np.int32
    train = load_codiesp(path, as_frame=True)
    assert train.data.tolist() == X.tolist() and train.data.index.tolist() == ["S1-1", "S1-2"]
    np.testing.assert_array_equal(train.target.loc["S1-2"], Y.toarray()[1])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"subset": "validation"}, "subset must be one of 'train', .* Got 'validation'"),
        ({"language": "fr"}, "language must be one of 'es', 'en'. Got 'fr'"),
        ({"task": "d"}, "task must be one of 'D', 'P', 'X'. Got 'd'"),
        ({"code_names": "r05"}, "code_names must be a sequence of codes"),
        ({"code_names": [3]}, "code_names must be a sequence of codes"),
        ({"code_names": ["r05", "r05"]}, "code_names must not repeat"),
        ({"code_names": ["R05"]}, "code_names must be lower case.* Got 'R05'"),
    ],
)
def test_bad_parameters(folder, options, message):
    with pytest.raises(ValueError, match=message):
        load_codiesp(folder, **options)


@pytest.mark.parametrize(
    ("missing", "options", "message"),
    [
        ("train/trainD.tsv", {}, r"no trainD\.tsv"),
        ("train/trainX.tsv", {"language": "es"}, r"no trainX\.tsv"),
        ("train/text_files_en/S1-2.txt", {}, r"trainD\.tsv, row 2: the case 'S1-2' has no text"),
        ("background/text_files_en/S3-1.txt", {"subset": "background"}, r"no text_files_en/\*"),
    ],
)
def test_missing_files(folder, missing, options, message):
    (folder / "final_dataset_v4_to_publish" / missing).unlink()
    with pytest.raises((FileNotFoundError, ValueError), match=message):
        load_codiesp(folder, **options)


def test_missing_language(folder):
    with pytest.raises(FileNotFoundError, match=r"no folder 'text_files' .*other language"):
        load_codiesp(folder, subset="dev", language="es")
    with pytest.raises(
        FileNotFoundError, match=r"no text_files/\*\.txt of the subset 'background'"
    ):
        load_codiesp(folder, subset="background", language="es")


def test_a_text_that_is_not_utf8_is_not_shown(folder):
    file = folder / "final_dataset_v4_to_publish/train/text_files/S1-1.txt"
    file.write_bytes("secreto torácico".encode("latin-1"))
    with pytest.raises(ValueError, match=r"text_files/S1-1\.txt is not UTF-8") as caught:
        load_codiesp(folder, language="es")
    assert "secreto" not in str(caught.value) and caught.value.__suppress_context__


PUBLISHED = {  # subset, task: notes, pairs, codes, notes without a code
    ("train", "D"): (500, 5639, 1767, 0),
    ("train", "P"): (500, 1550, 563, 65),
    ("dev", "D"): (250, 2677, 1158, 0),
    ("dev", "P"): (250, 817, 375, 28),
}


@pytest.mark.shared_data
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("subset, task", PUBLISHED)
def test_published_counts(shared_data, subset, task, language):
    cases = load_codiesp(shared_data / "codiesp", subset=subset, task=task, language=language)
    counts = cases.target.sum(axis=1)
    found = (len(cases.data), counts.sum(), cases.target.shape[1], np.sum(counts == 0))
    assert found == PUBLISHED[subset, task]
    np.testing.assert_array_equal(cases.n_gold, counts)


@pytest.mark.shared_data
def test_published_evidence(shared_data):
    """Six of the 13,658 published mentions differ from the text at their positions."""
    equal = total = 0
    for subset in ("train", "dev"):
        cases = load_codiesp(shared_data / "codiesp", subset=subset, language="es", task="X")
        spans = [{(c, start, end) for c, start, end, _ in note} for note in cases.evidence]
        notes = dict(zip(cases.ids, zip(cases.data, spans, strict=True), strict=True))
        for name, code, mention, positions in _published_mentions(shared_data, subset):
            note, found = notes[name]
            parts = [tuple(map(int, part.split())) for part in positions.split(";")]
            parts = [(start, end) for start, end in parts if start < end]
            assert found.issuperset((code, start, end) for start, end in parts)
            text = " ".join(note[start:end] for start, end in parts)
            total += 1
            equal += re.sub(r"\s+", " ", text) == re.sub(r"\s+", " ", mention)
        for row, found in zip(cases.target, spans, strict=True):
            assert {code for code, *_ in found} == set(cases.target_names[row == 1])
    assert (total, equal) == (13658, 13652)


def _published_mentions(shared_data, subset):
    archive = shared_data / "codiesp" / f"codiesp_v4_{subset}.tar.gz"
    with tarfile.open(archive) as tar:
        table = tar.extractfile(f"final_dataset_v4_to_publish/{subset}/{subset}X.tsv").read()
    for line in table.decode().splitlines():
        name, _, code, mention, positions = line.split("\t")
        yield name, code, mention, positions


@pytest.mark.shared_data
def test_frequent_codes_of_train_in_dev(shared_data):
    train = load_codiesp(shared_data / "codiesp")
    frequent = train.target_names[train.target.sum(axis=0) >= 10]
    dev = load_codiesp(shared_data / "codiesp", subset="dev", code_names=frequent)
    assert dev.target.shape == (250, 103) and dev.n_gold.sum() == 2677
    assert dev.target.sum() / 2677 == pytest.approx(0.38, abs=0.005)


@pytest.mark.shared_data
def test_published_background(shared_data):
    assert load_codiesp(shared_data / "codiesp", subset="background").data.shape == (2746,)
