"""From statements to text, with the place of every mention."""

import re

from skmedcode.datasets import _phrasebook as book

__all__ = ["write_note"]

SLOT = re.compile(r"\{(\w+(?:-\w+)?)\}")
LONG_WORD = re.compile(r"\b[a-z]{6,}\b")
PEOPLE = {
    "F": {"He": "She", "he": "she", "His": "Her", "his": "her", "man": "woman", "sex": "F",
          "himself": "herself"},
    "M": {"He": "He", "he": "he", "His": "His", "his": "his", "man": "man", "sex": "M",
          "himself": "himself"},
}  # fmt: skip
WORDS = {
    "medicine": ("medicine", "general medicine", "hospitalist"),
    "rehab": ("home with services", "rehab", "discharge home"),
    "home": ("home", "home with services", "a skilled nursing facility", "rehab"),
}
# Sections of items; the others are of sentences.
LISTS = ("pmh", "drugs", "diagnoses", "negatives", "excluded", "relatives")


class _Writer:
    """A text that grows from left to right, so that spans are known as they are written."""

    def __init__(self, case, phrase_weights, misspelling, draw):
        self.draw, self.misspelling, self.weights = draw, misspelling, phrase_weights
        self.families = {entry.family for entry in case.entries}
        article = "an" if 80 <= case.age <= 89 else "a"
        self.words = PEOPLE[case.sex] | {"age": str(case.age), "an": article}
        self.parts, self.end, self.spans, self.ranks = [], 0, [], []

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
        rank = self.draw.weighted(self.weights[entry.code])
        phrase, start = entry.phrases[rank], self.end
        if status in ("negated", "ruled out") and entry.family in self.families:
            status = "sibling"
        self.spell(phrase[0].upper() + phrase[1:] if capital else phrase)
        self.spans.append((entry.code, start, self.end, status))
        self.ranks.append(rank)

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
        last = len(statement.entries) - 1
        for number, entry in enumerate(statement.entries):
            if number:
                self.add(f" {statement.last_word} " if number == last else ", ")
            self.mention(entry, statement.status, capital and number == 0)

    def _word(self, slot):
        if slot[0].isdigit():
            return str(self.draw.between(*map(int, slot.split("-"))))
        return self.words[slot] if slot in self.words else self.draw.pick(WORDS[slot])


def write_note(case, sections, phrase_weights, misspelling, draw):
    """Write a note.

    Parameters
    ----------
    case : Case
    sections : dict
        Section name -> list of Statement, as ``plan_note`` returns it, in the note's order.
    phrase_weights : dict
        Code -> weights of its phrases.
    misspelling : float
        Share of the words of six or more lower-case letters that are misspelt.
    draw : Draw

    Returns
    -------
    text : str
    spans : list of tuple
        (code, start, end, status), in order of start.
    ranks : list of int
        For each span, which of the code's phrases it is.
    """
    writer = _Writer(case, phrase_weights, misspelling, draw)
    style, in_lines = draw.between(0, 2), draw.chance(0.5)
    for name, statements in sections.items():
        if statements:
            writer.add(("\n\n" if in_lines else "\n") if writer.end else "")
            writer.add(book.HEADINGS[name][style])
            _write_section(writer, name, statements, in_lines)
    return "".join(writer.parts), writer.spans, writer.ranks


def _write_section(writer, name, statements, in_lines):
    is_list, said, items = name in LISTS, None, 0
    for statement in statements:
        is_item = is_list and not statement.is_lead
        items += is_item
        if in_lines and is_item:
            writer.add(f"\n{items}. ")
        else:
            writer.add(_between(said, statement, name, in_lines))
        writer.say(statement, capital=said is None or in_lines or not is_list)
        said = statement
    if is_list and not in_lines:
        writer.add(".")


def _between(said, statement, name, in_lines):
    """What stands between two statements, the first of which is None after a heading."""
    if in_lines and statement.is_problem:
        return "\n# "
    if said is None:
        return "\n" if in_lines and name != "complaint" else " "
    if in_lines and (said.is_problem or name == "daily"):
        return "\n"
    return ", " if name in LISTS and not said.is_lead else " "
