"""Parts of checkpoints, and the one error where there are none."""

from pathlib import Path

import pytest
from checkpoints import REASON, write_bert

from skmedcode.utils._checkpoints import is_checkpoint_name, part_of_checkpoint

transformers = pytest.importorskip("transformers", reason=REASON)


def test_what_lies_in_a_folder_needs_no_network(tmp_path, monkeypatch):
    folder = write_bert(tmp_path / "bert")
    asked = []
    own = transformers.AutoConfig.from_pretrained

    def from_pretrained(place, **options):
        asked.append((place, options))
        return own(place, **options)

    monkeypatch.setattr(transformers.AutoConfig, "from_pretrained", from_pretrained)
    assert part_of_checkpoint("AutoConfig", folder, "encoder").model_type == "bert"
    assert asked == [(str(folder), {"local_files_only": True, "trust_remote_code": False})]


def test_a_name_is_looked_for_in_the_cache_first(monkeypatch):
    asked = []

    def from_pretrained(place, **options):
        asked.append(options)
        if options.get("local_files_only"):
            raise OSError("not cached")
        return "downloaded"

    monkeypatch.setattr(transformers.AutoConfig, "from_pretrained", from_pretrained)
    assert part_of_checkpoint("AutoConfig", "someone/model", "encoder") == "downloaded"
    assert [options.get("local_files_only", False) for options in asked] == [True, False]
    assert not any(options["trust_remote_code"] for options in asked)


@pytest.mark.parametrize(
    "place", ["/no/such/folder", "./none", "~/none", "a/b/c", Path("a/b"), Path("a")]
)
def test_a_path_is_no_name(place, monkeypatch):
    def fail(place, **options):
        if not options.get("local_files_only"):
            raise AssertionError("the hub was asked for a path")
        raise OSError("not there")

    monkeypatch.setattr(transformers.AutoConfig, "from_pretrained", fail)
    with pytest.raises(ValueError, match="encoder must be a folder with a checkpoint; there is no"):
        part_of_checkpoint("AutoConfig", place, "encoder")


def test_a_missing_package_of_a_checkpoint_keeps_its_own_message(monkeypatch):
    def fail(place, **options):
        raise ImportError("needs sentencepiece")

    monkeypatch.setattr(transformers.AutoConfig, "from_pretrained", fail)
    with pytest.raises(ImportError, match="needs sentencepiece"):
        part_of_checkpoint("AutoConfig", "someone/model", "encoder")


def test_names():
    assert is_checkpoint_name("a")
    assert is_checkpoint_name(Path("a"))
    assert not is_checkpoint_name(3)
