"""What the published benchmarks make of a note: its words in lower case, without bare numbers."""

import re

from skmedcode.datasets._parameters import check_choice

__all__ = ["TEXTS", "caml_words", "clean_words", "writer_of"]

TEXTS = ("words", "note")
WORD = re.compile(r"\w+")
OTHER = re.compile(r"[^a-z0-9]+")
NUMBERS = re.compile(r"(?<= )(?:[0-9]+ )+")


def caml_words(note):
    r"""Words (``\w+``) in lower case, those of digits alone left out.

    As Mullenbach et al. (NAACL 2018) prepare MIMIC-III.

    Examples
    --------
    >>> from skmedcode.datasets._mimic_words import caml_words
    >>> caml_words("Admitted [**2151-7-16**]: Lasix 40 mg, HCO3-25.")
    'admitted lasix mg hco3'
    """
    return " ".join(word for word in WORD.findall(note) if not word.isnumeric()).lower()


def clean_words(note):
    """The same with letters a to z and digits alone, underscores being no letters.

    As Edin et al. (SIGIR 2023) prepare MIMIC-III clean and MIMIC-IV. A number that is the very
    first or last thing in a note stays, as in their code.

    Examples
    --------
    >>> from skmedcode.datasets._mimic_words import clean_words
    >>> clean_words("Name: ___ Déjà-vu, 40 mg of Lasix at 9.")
    'name d j vu mg of lasix at'
    """
    return NUMBERS.sub("", OTHER.sub(" ", note.lower())).strip()


def writer_of(text, words):
    """What is made of each note: ``words``, or nothing."""
    check_choice("text", text, TEXTS)
    return words if text == "words" else str
