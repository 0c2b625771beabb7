"""What is known of a patient, added to states by a loop."""

import torch

from skmedcode.decoders import LabelAttention
from skmedcode.layers import PatientFeatures


def moved_part(n_features=3, width=5):
    part = PatientFeatures(n_features, width).double()
    torch.nn.init.normal_(part.weight)
    return part


def test_every_state_of_a_note_moves_by_one_vector():
    torch.manual_seed(0)
    part = moved_part()
    hidden, patient = torch.randn(2, 4, 5).double(), torch.randn(2, 3).double()
    mask = torch.tensor([[True] * 4, [True, False, False, False]])
    moved = part(hidden, mask, patient)
    for note in range(2):
        for place in range(4):
            shift = part.weight @ patient[note] if mask[note, place] else 0
            torch.testing.assert_close(moved[note, place], hidden[note, place] + shift)


def test_label_attention_stays_and_contexts_move():
    torch.manual_seed(0)
    part, decoder = moved_part(), LabelAttention(5, n_codes=4).double()
    hidden, patient = torch.randn(2, 4, 5).double(), torch.randn(2, 3).double()
    mask, codes = torch.ones(2, 4, dtype=torch.bool), torch.arange(4)
    moved = part(hidden, mask, patient)
    torch.testing.assert_close(
        decoder.attend(moved, mask, codes), decoder.attend(hidden, mask, codes)
    )
    expected = decoder(hidden, mask) + patient @ part.weight.T @ decoder.weight.T
    torch.testing.assert_close(decoder(moved, mask), expected)


def test_it_starts_as_nothing_and_drops_numbers_in_training_alone():
    part = PatientFeatures(3, 5, dropout=0.5)
    hidden, mask = torch.randn(1, 4, 5), torch.ones(1, 4, dtype=torch.bool)
    assert torch.equal(part(hidden, mask, torch.ones(1, 3)), hidden)
    torch.nn.init.ones_(part.weight)
    seen = {
        round(float((part(hidden, mask, torch.ones(1, 3)) - hidden)[0, 0, 0].detach()))
        for _ in range(40)
    }
    assert len(seen) > 1
    part.eval()
    torch.testing.assert_close(part(hidden, mask, torch.ones(1, 3)), hidden + 3)


def test_it_runs_on_the_meta_device():
    part = PatientFeatures(3, 5).to("meta")
    hidden, mask = torch.zeros(2, 4, 5), torch.ones(2, 4, dtype=torch.bool)
    part(hidden.to("meta"), mask.to("meta"), torch.zeros(2, 3, device="meta")).sum().backward()
    assert part.weight.grad is not None
