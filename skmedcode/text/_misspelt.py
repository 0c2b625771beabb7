"""The known words that misspelt ones were meant to be."""

from collections import defaultdict

from skmedcode.utils._sequences import UNKNOWN


class MeantWords:
    """Find the known word that one slip of the pen makes another of.

    Two words are one slip apart if one inserted, lost, replaced or swapped letter makes one of the
    other. The first letter stays, because a prefix may deny a word ("febrile", "afebrile"). Such
    words share a form that lacks one letter of the longer one, so the known words are kept under
    all their forms and a word costs as many look-ups as it has letters.

    Parameters
    ----------
    vocabulary : mapping of str to int

    Notes
    -----
    Words that are asked for are never kept: they come from notes.

    Examples
    --------
    >>> meant = MeantWords({"pneumonia": 2, "anaemia": 3})
    >>> [meant.id(word) for word in ("anaemia", "pnuemonia", "insulin")]
    [3, 2, 1]
    """

    def __init__(self, vocabulary):
        self.vocabulary = vocabulary
        self._words = defaultdict(list)
        for word in vocabulary:
            if may_be_misspelt(word):
                for form in shorter_forms(word):
                    self._words[form].append(word)

    def id(self, word):
        """Id of a word, or of the word that was meant.

        A word of 5 to 40 letters that the vocabulary lacks has the id of the known word that
        is one slip away; of several, of the one that shares most pairs of letters with it.

        Parameters
        ----------
        word : str

        Returns
        -------
        int
            1, unknown, where there is none.
        """
        known = self.vocabulary.get(word)
        if known is not None or not may_be_misspelt(word):
            return known or UNKNOWN
        forms = shorter_forms(word)
        candidates = {w for form in forms for w in self._words.get(form, ())}
        apart = [w for w in candidates if w[0] == word[0] and one_slip_apart(w, word)]
        if not apart:
            return UNKNOWN
        return self.vocabulary[min(apart, key=lambda w: (-shared_pairs(w, word), w))]


def may_be_misspelt(word):
    """Numbers and abbreviations differ by one character from others that mean something else."""
    return 5 <= len(word) <= 40 and word.isalpha()


def shorter_forms(word):
    """A word and what remains of it without one of its letters."""
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def one_slip_apart(one, other):
    """Whether one inserted, lost, replaced or swapped letter makes one word of the other."""
    start = _same_letters(one, other)
    one, other = one[start:], other[start:]
    end = _same_letters(one[::-1], other[::-1])
    one, other = one[: len(one) - end], other[: len(other) - end]
    if len(one) == len(other) == 2:
        return one == other[::-1]
    return (len(one), len(other)) in ((0, 1), (1, 0), (1, 1))


def shared_pairs(one, other):
    """How alike two words are by their pairs of neighbouring letters, ends included; 0 to 1."""
    one, other = _pairs(f"^{one}$"), _pairs(f"^{other}$")
    return 2 * len(one & other) / (len(one) + len(other))


def _pairs(word):
    return {word[i : i + 2] for i in range(len(word) - 1)}


def _same_letters(one, other):
    """How many characters two words share from their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))
