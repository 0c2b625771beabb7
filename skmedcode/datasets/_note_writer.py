"""From statements to text, with the place of every mention."""

import re

from skmedcode.datasets import _phrasebook as book

__all__ = ["write_note"]

SYNONYM_EXPONENT = 1.0  # a code's first phrase is the commonest, the last ones are rare
SLOT = re.compile(r"\{(\w+(?:-\w+)?)\}")
LONG_WORD = re.compile(r"\b[a-z]{6,}\b")
PEOPLE = {
    "F": {"He": "She", "he": "she", "His": "Her", "his": "her", "man": "woman", "sex": "F"},
    "M": {"He": "He", "he": "he", "His": "His", "his": "his", "man": "man", "sex": "M"},
}
WORDS = {
    "medicine": ("medicine", "general medicine", "hospitalist"),
    "rehab": ("home with services", "rehab", "discharge home"),
    "home": ("home", "home with services", "a skilled nursing facility", "rehab"),
}
LISTS = ("pmh", "drugs", "diagnoses")  # items; the other sections are sentences


class _Writer:
    """A text that grows from left to right, so that spans are known as they are written."""

    def __init__(self, case, misspelling, draw):
        self.draw, self.misspelling = draw, misspelling
        article = "an" if 80 <= case.age <= 89 else "a"
        self.words = PEOPLE[case.sex] | {"age": str(case.age), "an": article}
        self.parts, self.end, self.spans = [], 0, []

    def add(self, text):
        self.parts.append(text)
        self.end += len(text)

    def spell(self, text):
        """Add text, with the odd slip of the fingers in its longer words."""
        if self.misspelling:
            text = LONG_WORD.sub(self._slip, text)
        self.add(text)

    def _slip(self, match):
        word = match[0]
        if not self.draw.chance(self.misspelling):
            return word
        place = self.draw.between(1, len(word) - 3)  # the first and last letter stay
        one, two = word[place], word[place + 1]
        slip = self.draw.pick((two + one, one, one + one + two))  # swapped, lost, typed twice
        return word[:place] + slip + word[place + 2 :]

    def mention(self, entry, status, capital):
        weights = [(rank + 1) ** -SYNONYM_EXPONENT for rank in range(len(entry.phrases))]
        phrase = entry.phrases[self.draw.weighted(weights)]
        start = self.end
        self.spell(phrase[0].upper() + phrase[1:] if capital else phrase)
        self.spans.append((entry.code, start, self.end, status))

    def say(self, statement, capital):
        """Write one statement; ``capital`` lifts its first letter."""
        pieces = SLOT.split(statement.template)  # text, slot, text, slot, ..., text
        for position, piece in enumerate(pieces):
            at_front = capital and not any(pieces[:position])
            if position % 2 == 0:
                self.spell(piece[:1].upper() + piece[1:] if at_front else piece)
            elif piece in "xX":
                self._mentions(statement, at_front or piece == "X")
            else:
                self.spell(self._word(piece))

    def _mentions(self, statement, capital):
        denied_after = " were " in statement.template  # "A and B were ruled out"
        last_word = "or" if statement.status == "negated" and not denied_after else "and"
        for number, entry in enumerate(statement.entries):
            if number:
                self.add(f" {last_word} " if number == len(statement.entries) - 1 else ", ")
            self.mention(entry, statement.status, capital and number == 0)

    def _word(self, slot):
        if slot[0].isdigit():
            return str(self.draw.between(*map(int, slot.split("-"))))
        return self.words[slot] if slot in self.words else self.draw.pick(WORDS[slot])


def write_note(case, sections, misspelling, draw):
    """Write a note.

    Parameters
    ----------
    case : Case
    sections : dict
        Section name -> list of Statement, as ``plan_note`` returns it.
    misspelling : float
        Share of the words of six or more lower-case letters that are misspelt.
    draw : Draw

    Returns
    -------
    text : str
    spans : list of tuple
        (code, start, end, status), in order of start.
    """
    writer = _Writer(case, misspelling, draw)
    style, in_lines = draw.between(0, 2), draw.chance(0.5)
    for name in book.SECTIONS:
        if sections[name]:
            writer.add(("\n\n" if in_lines else "\n") if writer.end else "")
            writer.add(book.HEADINGS[name][style])
            _write_section(writer, name, sections[name], in_lines)
    return "".join(writer.parts), writer.spans


def _write_section(writer, name, statements, in_lines):
    is_list = name in LISTS
    for number, statement in enumerate(statements):
        if in_lines and is_list:
            writer.add(f"\n{number + 1}. ")
        elif in_lines and statement.is_problem:
            writer.add("\n# ")
        elif number == 0:
            writer.add("\n" if in_lines and name != "complaint" else " ")
        elif in_lines and statements[number - 1].is_problem:
            writer.add("\n")
        else:
            writer.add(", " if is_list else " ")
        writer.say(statement, capital=number == 0 or in_lines or not is_list)
    if is_list and not in_lines:
        writer.add(".")
