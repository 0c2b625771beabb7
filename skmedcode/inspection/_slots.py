"""Which slots of a memory a note reads."""

import numpy as np
import torch


def slot_attention(module, sequences):
    """Attention of some notes over the slots of a memory.

    Parameters
    ----------
    module : EncoderDecoder
        Its decoder has ``attend_slots``.
    sequences : TokenSequences of n_notes notes

    Returns
    -------
    ndarray of float32 of shape (n_notes, hops, n_slots)
    """
    device = next(module.parameters()).device
    module.eval()
    found = []
    for row in range(len(sequences)):
        ids = torch.as_tensor(sequences[row][None], device=device)
        values = sequences.values_of(row)
        if values is not None:
            values = torch.as_tensor(values[None], device=device)
        with torch.inference_mode():
            embedded = module.embed(ids, values)
            hidden = module.encode(embedded, torch.ones_like(ids, dtype=torch.bool))
            found.append(module.decoder.attend_slots(*hidden)[0].float().cpu().numpy())
    return np.stack(found)
