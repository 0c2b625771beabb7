"""What the coders learn, and what their own parameters do."""

import pytest
import torch
from tests_helpers import TITLES

from skmedcode import AttentionCoder, CAMLCoder, CNNCoder, GatedCNNCoder
from skmedcode.datasets import make_clinical_notes
from skmedcode.decoders import LabelAttention, NoteCodeInteraction
from skmedcode.metrics import macro_auc
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes()


@pytest.fixture(scope="module")
def corpus():
    data = make_clinical_notes(n_samples=260, n_codes=6, random_state=0)
    return data.data[:180], data.target[:180], data.data[180:], data.target[180:], data


@pytest.mark.parametrize(
    ("coder", "floor"),
    [
        (AttentionCoder(), 0.64),  # cannot tell a denied mention from a real one
        (CAMLCoder(), 0.85),
        (CNNCoder(lr=5e-3), 0.7),
        (GatedCNNCoder(hidden_size=32, dilations=(1, 2)), 0.88),
    ],
    ids=lambda value: type(value).__name__,
)
def test_unseen_notes_are_coded(coder, floor, corpus):
    X, targets, X_test, Y_test, _ = corpus
    coder.set_params(random_state=0, device="cpu", refit=False).fit(X, targets)
    assert macro_auc(Y_test, coder.predict_proba(X_test)) > floor  # 0.5 by chance


@pytest.mark.parametrize("source", ["notes", "titles"])
def test_codes_start_at_their_words(source):
    """Before any training, codes are ranked by the words of the notes or of the titles."""
    settings = {"max_epochs": 1, "lr": 1e-6, "validation_fraction": 0.0, "random_state": 0}
    settings |= {"device": "cpu", "code_start": "random", "embeddings": "random"}
    own = {"notes": {"code_start": "notes"}, "titles": {"code_descriptions": TITLES}}[source]
    chance = AttentionCoder(**settings).fit(NOTES, Y).predict_proba(NOTES)
    started = AttentionCoder(**settings | own).fit(NOTES, Y).predict_proba(NOTES)
    assert macro_auc(Y, started) > 0.9 > 0.8 > macro_auc(Y, chance)


def small_gated(**parameters):
    own = {"hidden_size": 8, "dilations": (1, 2), "embedding_dim": 6, "max_epochs": 1}
    return GatedCNNCoder(**own | {"random_state": 0, "device": "cpu"} | parameters)


@pytest.mark.parametrize(
    ("interaction", "decoder", "mean"),
    [
        ("softmax", LabelAttention, None),
        ("sum", NoteCodeInteraction, False),
        ("mean", NoteCodeInteraction, True),
    ],
)
def test_interaction_chooses_the_decoder(interaction, decoder, mean):
    module = small_gated(interaction=interaction).fit(NOTES, Y).net_.module_
    assert type(module.decoder) is decoder
    assert getattr(module.decoder, "mean", None) is mean


def test_published_network_has_the_published_size():
    """7,603,700 parameters on the 50 codes of MIMIC-III, with the vocabulary of its papers."""
    published = GatedCNNCoder(**GatedCNNCoder.published_params())
    facts = type(
        "Facts",
        (),
        {
            "embedding_dim": 100,
            "n_codes": 50,
            "embedding": lambda self: torch.nn.Embedding(51_919, 100, padding_idx=0),
            "titles": lambda self, embedding, width: None,
            "start": lambda self: None,
        },
    )()
    module = published._make_module(facts)
    count = sum(parameter.numel() for parameter in module.parameters())
    # The authors' code also has a bias of the learnt code vectors, which nothing reads: 50 numbers.
    assert count + 50 == 7_603_700


@pytest.mark.parametrize(
    ("cls", "n_codes", "published", "unused"),
    [
        (CAMLCoder, 50, 5_247_050, 50),
        (CAMLCoder, 8921, 6_151_892, 8921),
        (CNNCoder, 50, 5_417_450, 0),
    ],
)
def test_published_sizes_of_the_caml_paper(cls, n_codes, published, unused):
    coder = cls(**cls.published_params())
    facts = type(
        "Facts",
        (),
        {
            "embedding_dim": 100,
            "n_codes": n_codes,
            "embedding": lambda self: torch.nn.Embedding(51_919, 100, padding_idx=0),
            "titles": lambda self, embedding, width: None,
            "start": lambda self: None,
        },
    )()
    count = sum(parameter.numel() for parameter in coder._make_module(facts).parameters())
    assert count + unused == published


def test_code_embeddings():
    coder = small_gated().fit(NOTES, Y)
    assert coder.code_embeddings_.shape == (3, 6)
    assert not hasattr(
        CNNCoder(num_filters=4, max_epochs=1, device="cpu").fit(NOTES, Y), "code_embeddings_"
    )
