"""Which sentence of a note each of its words stands in."""

import numpy as np

from skmedcode.text._segments import sentence_spans


def sentence_numbers(note, words):
    """Number the sentences of one note's words.

    Sentences are those of ``segmenter="sentence"``: full stops, question and exclamation marks
    before a capital or a digit end one, and so do blank lines and the beginnings of list items and
    headings; abbreviations, numbers such as 3.5 and the breaks of wrapped lines do not.

    Parameters
    ----------
    note : str
    words : integer ndarray of shape (n_words, 2)
        Start and end of each word, in their order. What stands behind the words, such as concepts,
        belongs to the last sentence.

    Returns
    -------
    ndarray of int32 of shape (n_words,)
        Counted from 0; sentences without a word are not counted.
    """
    starts = [start for start, _ in sentence_spans(note)]
    found = np.maximum.accumulate(np.searchsorted(starts, words[:, 0], side="right"))
    return np.cumsum(np.diff(found, prepend=found[:1]) > 0, dtype=np.int32)


def number_sentences(notes, tokenizer):
    """:func:`sentence_numbers` of several notes, one after the other in one flat array.

    Parameters
    ----------
    notes : sequence of str
    tokenizer : object with ``offsets(note)``

    Returns
    -------
    ndarray of int32 of shape (n_words_of_all_notes,)
    """
    numbers = [sentence_numbers(note, tokenizer.offsets(note)) for note in notes]
    return np.concatenate([np.empty(0, dtype=np.int32), *numbers])
