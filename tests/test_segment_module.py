"""SegmentNetwork: the same with and without a table, a layout, and padding."""

import numpy as np
import pytest
import torch

from skmedcode.decoders import SegmentAttention
from skmedcode.encoders import SpelledEncoder
from skmedcode.inspection import attention, input_x_gradient
from skmedcode.segment_module import SegmentNetwork, windows
from skmedcode.text import ALPHABET, SegmentReader

NOTES = ["renal failure\nchest pain of unknown origin\nfever", "fever", "a b c d e f g h i"]
SIZES = {"max_segments": 9, "max_words": 4, "max_chars": 9}


def network():
    torch.manual_seed(0)
    encoder = SpelledEncoder(70, character_size=4, word_size=5, hidden_size=6)
    decoder = SegmentAttention(6, 3)
    spelling = torch.randint(2, 70, (12, 9), dtype=torch.int32)
    return SegmentNetwork(encoder, decoder, spelling, max_words=4).double().eval()


def sequences(notes=NOTES):
    return SegmentReader(None, None, segmenter="line", alphabet=ALPHABET, **SIZES).fit_read(notes)


def tensors(read, rows):
    own, shared = read.inputs(rows)
    inputs = {name: torch.from_numpy(array) for name, array in own.items()}
    lists = {name: [torch.from_numpy(array) for array in own] for name, own in shared.items()}
    return inputs | lists


def test_notes_alone_and_together_give_the_same():
    model, read = network(), sequences()
    together = model(**tensors(read, [0, 1, 2]))
    for note in range(3):
        torch.testing.assert_close(model(**tensors(read, [note]))[0], together[note])


def test_a_table_of_words_and_titles_gives_the_same():
    model, read = network(), sequences()
    ids = np.arange(len(read.spelling))
    about = {k: [torch.from_numpy(a) for a in v] for k, v in read.about(ids).items()}
    table = model.tabulate(torch.from_numpy(ids), **about)
    inputs = tensors(read, [2, 0])
    torch.testing.assert_close(model(**inputs, table=table), model(**inputs))


def test_attention_of_a_segment_is_shared_by_its_words():
    model, read = network(), sequences()
    inputs, codes = tensors(read, [0, 1]), torch.tensor([2, 0])
    _, weights = model(**inputs, codes=codes)
    torch.testing.assert_close(weights.sum(-1), torch.ones(2, 2, dtype=torch.float64))
    first = weights[0, 0]
    groups = [first[:2], first[2:6], first[6:7], first[7:]]  # five words: four, and one more
    assert all((group == group[0]).all() for group in groups)
    layout = {k: v for k, v in inputs.items() if k not in ("ids", "mask")}
    hidden, mask = model.encode(model.embed(inputs["ids"], **layout), inputs["mask"], **layout)
    expected = model.decoder.attend(hidden, mask, codes)[0, 0]
    torch.testing.assert_close(torch.stack([g.sum() for g in groups]), expected)
    bound = model.laid_out(**layout)
    found = attention(bound, inputs["ids"], inputs["mask"], codes)
    torch.testing.assert_close(found, weights)


def test_input_x_gradient_is_the_change_of_a_logit():
    """To first order, what a word's vector adds to the logit."""
    model, read = network(), sequences()
    inputs = tensors(read, [0])
    layout = {k: v for k, v in inputs.items() if k not in ("ids", "mask")}
    bound, ids, mask = model.laid_out(**layout), inputs["ids"], inputs["mask"]
    scores = input_x_gradient(bound, ids, mask, torch.tensor([1]))[0, 0]
    embedded = bound.embed(ids).detach()
    for word in range(ids.shape[1]):
        less = embedded.clone()
        less[0, word] *= 1 - 1e-6
        with torch.no_grad():
            after, before = (model.decoder(*bound.encode(e, mask)) for e in (embedded, less))
        change = after - before
        assert float(change[0, 1]) == pytest.approx(float(scores[word]) * 1e-6, abs=1e-11)


def test_ids_without_layout_are_words_of_the_vocabulary_in_windows():
    model = network()
    ids = torch.tensor([[3, 4, 5, 6, 7, 8], [9, 2, 0, 0, 0, 0]])
    mask = ids != 0
    layout = windows(mask, 4)
    assert layout["place"].tolist() == [[1, 1, 1, 1, 2, 2], [1, 1, 0, 0, 0, 0]]
    assert layout["order"].tolist() == [[1, 2], [3, 0]]
    assert layout["segments"][0].tolist() == [[1, 2, 3, 4], [5, 6, 0, 0], [7, 8, 0, 0], [0] * 4]
    words = [model.spelling[1:]]
    torch.testing.assert_close(model(ids, mask), model(ids, mask, words=words, **layout))
    wider = torch.nn.functional.pad(ids, (0, 7))
    torch.testing.assert_close(model(wider, wider != 0), model(ids, mask))
