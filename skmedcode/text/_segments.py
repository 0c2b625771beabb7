"""Cutting a note into segments: lines, sentences, or the lines of the diagnosis section."""

import itertools
import numbers
import re
from functools import partial

import numpy as np

from skmedcode.utils._quiet_errors import call_on_notes
from skmedcode.utils._validation import check_option

LIST_MARK = r"(?:\d{1,2}[.)]|[-*#•])[ \t]+"
HEADING = re.compile(r"^[ \t]*([A-Z][A-Za-z/&,() -]{2,60}):", re.MULTILINE)
DIAGNOSIS = re.compile(r"\bdiagnos[ei]s\b", re.IGNORECASE)
PART_OF_DIAGNOSIS = re.compile(
    r"\b(?:diagnos[ei]s|primary|secondary|principal|other|additional|chronic|acute|active)\b",
    re.IGNORECASE,
)
# A line ends a sentence where the next one is blank, an item of a list or a heading, or where it
# announces a list itself.
LINE_END = re.compile(rf"(?<=:)[ \t]*\n|\n(?=[ \t]*(?:\n|{LIST_MARK}|[A-Z][\w /-]{{1,40}}:))")
FULL_STOP = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9À-ÖØ-Þ¿¡])")
# With a title or a measure before it, a full stop ends no sentence.
ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-z]|dr|drs|mr|mrs|ms|prof|st|vs|approx|fig|figs|ref|resp|incl|cf|pt|pts|hx|dx|tx|"
    r"rx|inj|tab|tabs|wt|ht|temp|avg|e\.g|i\.e|a\.m|p\.m|b\.i\.d|t\.i\.d|q\.i\.d|q\.d|p\.o|i\.v)"
    r"|^[ \t]*\d{1,2})$",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"\bnos?$", re.IGNORECASE)  # "no. 5", but "Pain: no. The patient"


def line_spans(note):
    """The lines of a note that are not blank, as (start, end)."""
    return _trimmed(note, (m.span() for m in re.finditer(r"[^\r\n]+", note)))


def sentence_spans(note):
    """The sentences of a note, as (start, end).

    A full stop, question or exclamation mark ends a sentence before white space and a capital or a
    digit, but not after an abbreviation, an initial or the number of a list. Blank lines, items of
    lists and headings begin anew; other line breaks are those of wrapped text.
    """
    spans = []
    for start, end in _between(0, len(note), (m.span() for m in LINE_END.finditer(note))):
        stops = [m.end() for m in FULL_STOP.finditer(note, start, end) if _ends(note, start, m)]
        spans += itertools.pairwise([start, *stops, end])
    return _trimmed(note, spans)


def diagnosis_spans(note):
    """The lines under the headings that name diagnoses; all lines where there is no such heading.

    A section lasts until the next heading at the beginning of a line that is not itself part of
    it, such as "Primary:". Headings are no segments; what stands behind them in their line is.
    """
    found, inside = [], False
    headings = list(HEADING.finditer(note))
    for heading, following in itertools.zip_longest(headings, headings[1:]):
        end = len(note) if following is None else following.start()
        name = heading[1]
        inside = bool(DIAGNOSIS.search(name) or (inside and PART_OF_DIAGNOSIS.search(name)))
        if inside:
            own = line_spans(note[heading.end() : end])
            found += [(heading.end() + a, heading.end() + b) for a, b in own]
    return found or line_spans(note)


SEGMENTERS = {
    "line": line_spans,
    "sentence": sentence_spans,
    "diagnosis_section": diagnosis_spans,
}


def check_segmenter(segmenter):
    """Raise unless ``segmenter`` is a name or a function."""
    if not callable(segmenter):
        check_option(segmenter, "segmenter", SEGMENTERS)


def segment_spans(note, segmenter, row=0):
    """The segments of a note as (start, end), in their order and apart.

    Parameters
    ----------
    note : str
    segmenter : {"line", "sentence", "diagnosis_section"} or callable
        A callable gives the spans of a note.
    row : int, default=0
        What a message calls the note.

    Raises
    ------
    ValueError
        If a callable gives something else than spans of the note, in their order and apart.
    """
    if not callable(segmenter):
        return SEGMENTERS[segmenter](note)
    given, spans = call_on_notes("segmenter", partial(_given, segmenter), note, row), []
    for span in given:
        whole = isinstance(span, (tuple, list)) and len(span) == 2
        if not whole or not all(isinstance(place, numbers.Integral) for place in span):
            raise ValueError(
                "segmenter must give (start, end) pairs of int, the places of each segment in the "
                f"note; got something else for the note in row {row}."
            )
        before = spans[-1][1] if spans else 0
        if not before <= span[0] <= span[1] <= len(note):
            raise ValueError(
                "segmenter must give spans that lie in the note, one after the other and apart; "
                f"for the note in row {row} span {len(spans)} does not."
            )
        spans.append((int(span[0]), int(span[1])))
    return spans


def _given(segmenter, note):
    """What a callable gives, a generator's errors included; [None] where it gives no spans."""
    given = segmenter(note)
    return list(given) if np.iterable(given) and not isinstance(given, str) else [None]


def _between(start, end, gaps):
    """What is left of a range without some gaps."""
    for gap_start, gap_end in gaps:
        yield start, gap_start
        start = gap_end
    yield start, end


def _ends(note, start, stop):
    """Whether a full stop ends the sentence, and not an abbreviation or a list's number."""
    if stop[0] != ".":
        return True
    before = note[max(start, stop.start() - 12) : stop.start()]
    if stop.start() - start > 12:
        before = "x" + before  # so that ^ is the beginning of the segment alone
    if ABBREVIATION.search(before):
        return False
    return not (NUMBERED.search(before) and re.match(r"\s*\d", note[stop.end() :][:3]))


def _trimmed(note, spans):
    """Spans without the white space at their ends, those with nothing else left out."""
    found = []
    for start, end in spans:
        text = note[start:end]
        if text and not text.isspace():
            start, end = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
            found.append((start, end))
    return found
