"""Phrases looked for in notes."""

import re

WORD = re.compile(r"\w+")


class PhraseConcepts:
    """Find the concepts whose phrases stand in a note.

    Phrases and notes are compared word by word, whatever stands between words and however they are
    capitalised. From left to right the longest phrase is taken, and none within another.

    Parameters
    ----------
    phrases : mapping of phrase to name

    Examples
    --------
    >>> find = PhraseConcepts({"heart failure": "heart failure", "CHF": "heart failure"})
    >>> find("Old CHF. Heart-failure clinic.")
    [('heart failure', 4, 7), ('heart failure', 9, 22)]
    """

    def __init__(self, phrases):
        self._names = {}
        for phrase, name in phrases.items():
            words = tuple(WORD.findall(phrase.lower())) if isinstance(phrase, str) else ()
            if not words or not isinstance(name, str) or not name.strip():
                raise ValueError(
                    "concepts must map phrases with at least one word to names (str), got "
                    f"{type(phrase).__name__} to {type(name).__name__}, or one that is empty."
                )
            self._names[words] = name
        self._longest = {}  # words of the longest phrase that starts with a word
        for words in self._names:
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def __call__(self, note):
        """The concepts of a note, a list of (name, start, end)."""
        spans = [match.span() for match in WORD.finditer(note)]
        words = [note[start:end].lower() for start, end in spans]
        found, place = [], 0
        while place < len(words):
            length = self._longest.get(words[place], 0)
            while length and tuple(words[place : place + length]) not in self._names:
                length -= 1
            if length:
                last = min(place + length, len(words)) - 1
                name = self._names[tuple(words[place : place + length])]
                found.append((name, spans[place][0], spans[last][1]))
            place += max(length, 1)
        return found
