"""How often each phrase of a code is written, and which phrases are kept out of training."""

__all__ = ["heldout_phrases", "phrase_weights"]


def heldout_phrases(entry, share):
    """The rarest phrases of a code, ``share`` of them, but never its first.

    They depend on the code alone, so that training and test notes agree without knowing of each
    other.
    """
    kept = max(1, round(len(entry.phrases) * (1 - share)))
    return entry.phrases[kept:]


def phrase_weights(entry, exponent, heldout=()):
    """Zipfian weights, one per phrase, the commonest first; held-out phrases have 0."""
    return [
        0.0 if phrase in heldout else (rank + 1) ** -exponent
        for rank, phrase in enumerate(entry.phrases)
    ]
