"""The setting of ``make_clinical_notes`` in which finding a word is of little use."""

from types import MappingProxyType

__all__ = ["HARD_NOTES"]

#: Keyword parameters of ``make_clinical_notes`` for notes as hard as those of the benchmark.
HARD_NOTES = MappingProxyType(
    {
        "n_labels": 4,
        "length": 215,
        "negation": 4.0,
        "family_history": 1.5,
        "siblings": 1.5,
        "max_gap": 12,
        "synonym_exponent": 1.5,
        "heldout_synonyms": 0.2,
        "misspelling": 0.05,
        "label_noise": 0.05,
    }
)
