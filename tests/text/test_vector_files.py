"""Word vectors from text and binary files."""

import gzip

import numpy as np
import pytest

from skmedcode.text._vector_files import FASTTEXT_MAGIC, read_vectors

ROWS = ["renal 1 2.5 -3e-1", "pain 0.5 0 1", "Acute 4 5 6", "unused 7 8 9"]
WORDS = {"renal", "pain", "absent"}
EXPECTED = {"renal": [1, 2.5, -0.3], "pain": [0.5, 0, 1]}


def write(folder, name, rows, opener=open):
    path = folder / name
    with opener(path, "wt", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(rows) + "\n")
    return path


def check(found):
    assert set(found) == set(EXPECTED)
    for word, vector in EXPECTED.items():
        np.testing.assert_allclose(found[word], vector, rtol=1e-6)
        assert found[word].dtype == np.float32


@pytest.mark.parametrize("header", [["4 3"], []], ids=["header", "no header"])
@pytest.mark.parametrize(
    ("name", "opener"), [("v.txt", open), ("v.vec", open), ("v.vec.gz", gzip.open)]
)
def test_text(tmp_path, name, opener, header):
    path = write(tmp_path, name, header + ROWS, opener)
    check(read_vectors(path, WORDS))
    check(read_vectors(str(path), list(WORDS)))


def test_windows_line_ends_and_trailing_spaces(tmp_path):
    check(read_vectors(write(tmp_path, "v.txt", ["4 3\r"] + [row + " \r" for row in ROWS]), WORDS))


def test_first_of_two_rows_counts(tmp_path):
    check(read_vectors(write(tmp_path, "v.txt", [*ROWS, "pain 9 9 9"]), WORDS))


def test_unicode_words(tmp_path):
    path = write(tmp_path, "v.txt", ["2 1", "riñón 1", "naïve\u00a0x 2"])
    assert set(read_vectors(path, ["riñón", "naïve\u00a0x"])) == {"riñón", "naïve\u00a0x"}


@pytest.mark.parametrize(
    "row", ["pain 1 2", "pain 1 2 3 4", "pain 1 two 3", "pain", "pain nan 1 2", "pain inf 1 2"]
)
def test_malformed_row_is_named_not_shown(tmp_path, row):
    path = write(tmp_path, "v.txt", ["3 3", "renal 1 2 3", row])
    with pytest.raises(ValueError, match=r"embeddings must .* line 3 of v\.txt .* 3 finite") as e:
        read_vectors(path, WORDS)
    assert "two" not in str(e.value)


def test_malformed_row_of_another_word_does_not_matter(tmp_path):
    check(read_vectors(write(tmp_path, "v.txt", [*ROWS, "other 1 x", "", "lone"]), WORDS))


@pytest.mark.parametrize("name", ["absent.txt", "absent.bin", "."])
def test_no_file(tmp_path, name):
    with pytest.raises(ValueError, match="embeddings must be .* there is no file"):
        read_vectors(tmp_path / name, WORDS)


def test_empty_file(tmp_path):
    path = tmp_path / "v.txt"
    path.write_text("")
    assert read_vectors(path, WORDS) == {}


def write_binary(path, rows, opener=open):
    with opener(path, "wb") as file:
        file.write(f"{len(rows)} 3\n".encode())
        for row in rows:
            word, *numbers = row.split()
            file.write(word.encode() + b" " + np.array(numbers, dtype=np.float32).tobytes())
    return path


@pytest.mark.parametrize(("name", "opener"), [("v.bin", open), ("v.bin.gz", gzip.open)])
def test_binary(tmp_path, name, opener):
    pytest.importorskip("gensim", reason="needs the extra 'vectors'")
    check(read_vectors(write_binary(tmp_path / name, ROWS, opener), WORDS))


def test_fasttext_binary(tmp_path):
    fasttext = pytest.importorskip("gensim.models.fasttext", reason="needs the extra 'vectors'")
    notes = [["renal", "pain"], ["acute", "pain", "renal"]] * 5
    model = fasttext.FastText(notes, vector_size=4, min_count=1, epochs=1, seed=1, bucket=50)
    path = tmp_path / "v.bin"
    fasttext.save_facebook_model(model, str(path))
    assert path.read_bytes()[:4] == FASTTEXT_MAGIC
    found = read_vectors(path, ["renal", "renale"])
    np.testing.assert_allclose(found["renal"], model.wv["renal"], rtol=1e-5)
    np.testing.assert_allclose(found["renale"], model.wv["renale"], rtol=1e-5)  # by its n-grams


def test_binary_without_gensim_names_the_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "gensim.models.keyedvectors", None)
    path = write_binary(tmp_path / "v.bin", ROWS)
    with pytest.raises(ImportError, match=r"pip install skmedcode\[vectors\]"):
        read_vectors(path, WORDS)
