"""What users may import, and nothing else."""

import importlib

import pytest
from sklearn.base import is_classifier
from sklearn.utils import get_tags

import skmedcode
from skmedcode import coders

ROOMS = ["coders", "datasets", "decoders", "encoders", "losses", "metrics", "model_selection"]
ROOMS += ["code_systems", "ensemble", "inspection", "layers", "persistence", "ranking", "text"]


def test_package_level_names():
    assert set(skmedcode.__all__) == {
        "BaseCoder",
        "EnsembleCoder",
        "HybridCoder",
        "NoteTokenizer",
        "RankingCoder",
        "load",
        "save",
        *coders.__all__,
    }


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_exports_what_it_lists(room):
    module = importlib.import_module(f"skmedcode.{room}")
    assert module.__all__ == sorted(module.__all__, key=str) or len(module.__all__) > 0
    for name in module.__all__:
        assert hasattr(module, name)
        assert not name.startswith("_")


@pytest.mark.parametrize("name", coders.__all__)
def test_coders_are_multilabel_classifiers(name):
    coder = getattr(coders, name)()
    tags = get_tags(coder)
    assert is_classifier(coder)
    assert tags.classifier_tags.multi_label
    assert not tags.target_tags.multi_output


@pytest.mark.parametrize("name", sorted(set(coders.__all__) - {"EncoderDecoderCoder"}))
@pytest.mark.parametrize("split", ["top50", "full"])
def test_published_parameters_build_a_coder(name, split):
    cls = getattr(coders, name)
    coder = cls(**cls.published_params(split=split))
    if name in ("PLMCACoder", "PLMICDCoder"):
        with pytest.raises(ValueError, match="facebookresearch/bio-lm"):  # an archive to unpack
            coder._check_parameters()
    else:
        coder._check_parameters()
    laat = {"top50": "f1_micro", "full": "f1_micro"}
    own = {"CNNCoder": {"top50": "f1_micro"}, "LAATCoder": laat}
    own |= {
        "JointLAATCoder": laat,
        "RNNCoder": own["CNNCoder"],
        "MTRAMCoder": laat,
        "MARNCoder": laat,
    }
    plm = dict.fromkeys(laat, "mean_average_precision")
    own |= dict.fromkeys(["ClinicalBERTCoder", "DLACCoder", "PLMCACoder", "PLMICDCoder"], plm)
    own = own.get(name, {})
    usual = {"top50": "precision_at_5", "full": "precision_at_8"}
    assert coder.monitor == (usual | own)[split]
    with pytest.raises(ValueError, match="split must be one of"):
        cls.published_params(split="top100")
