"""Which (note, code) pairs are worth a look, and what is known of each."""

from dataclasses import dataclass

import numpy as np

from skmedcode.ensemble import NOT_FITTED, row_blocks
from skmedcode.ranking._siblings import leads, ranks
from skmedcode.ranking._table import group_starts

BLOCK = 256  # notes whose dense scores exist at a time


@dataclass(frozen=True, eq=False)
class NoteScores:
    """What the sources say about some notes.

    Parameters
    ----------
    logits : list of ndarray of float32 of shape (n_notes, n_codes)
        Of each member.
    tables : list of PairTable
        Of the lexicon and of the titles.
    n_notes, n_codes : int
    """

    logits: list
    tables: list
    n_notes: int
    n_codes: int


def pair_blocks(scores, group, counts, n_candidates=None):
    """Candidates and features, block by block of notes.

    Parameters
    ----------
    scores : NoteScores
    group : ndarray of int of shape (n_codes,)
    counts : ndarray of shape (n_codes,) or (n_notes, n_codes)-like object with ``[rows]``
        Training notes of each code; a code without any is no candidate.
    n_candidates : int, default=None
        A pair is kept if some source ranks it among this many of its note. None keeps all.

    Yields
    ------
    keys : ndarray of int64 of shape (n_pairs,)
        ``row * n_codes + code``, sorted.
    features : ndarray of float32 of shape (n_pairs, n_features)
        Logit of each member; what the tables say; mean logit; rank in the note and lead in the
        group, by mean logit and by the first value of each table; notes of the code.
    """
    for rows in row_blocks(scores.n_notes, BLOCK):
        rows = slice(rows.start, min(rows.stop, scores.n_notes))
        keys = _candidates(scores, rows, n_candidates)
        keys = keys[counts[keys % scores.n_codes] > 0]
        yield keys, _features(scores, rows, keys, group, counts)


def _features(scores, rows, keys, group, counts):
    n_codes = scores.n_codes
    row, code = keys // n_codes - rows.start, keys % n_codes
    columns = [logits[rows][row, code] for logits in scores.logits]
    columns += [values for table in scores.tables for values in table.at(keys).T]
    channels = []
    if scores.logits:
        mean = np.mean([logits[rows] for logits in scores.logits], axis=0, dtype=np.float32)
        columns.append(mean[row, code])
        channels.append((mean, NOT_FITTED))
    channels += [(_dense(table, rows, n_codes), 0.0) for table in scores.tables]
    for channel, floor in channels:
        columns.append(np.log(ranks(channel, row, code)))
        columns.append(leads(channel, group, floor)[row, code])
    columns.append(np.log1p(counts[code]))
    return np.column_stack(columns).astype(np.float32)


def _candidates(scores, rows, n_candidates):
    """Keys of the pairs that some source ranks high."""
    n_codes = scores.n_codes
    first = rows.start * n_codes
    if n_candidates is None or n_candidates >= n_codes:
        return np.arange(first, rows.stop * n_codes)
    found = []
    for logits in scores.logits:
        block = logits[rows]
        best = np.argpartition(-block, n_candidates - 1, axis=1)[:, :n_candidates]
        found.append((best + first + n_codes * np.arange(len(block))[:, None]).ravel())
    found += [_best_of_table(table, rows, n_candidates) for table in scores.tables]
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


def _best_of_table(table, rows, n_candidates):
    """Keys of the best pairs of each note by the first value of a table."""
    n_codes = table.n_codes
    part = slice(*np.searchsorted(table.keys, [rows.start * n_codes, rows.stop * n_codes]))
    keys, value = table.keys[part], table.values[part, 0]
    order = np.lexsort((-value, keys // n_codes))
    row = keys[order] // n_codes
    starts = group_starts(row)
    place = np.arange(len(row)) - np.repeat(starts, np.diff(np.append(starts, len(row))))
    return keys[order][place < n_candidates]


def _dense(table, rows, n_codes):
    """First value of a table for a block of notes."""
    n_rows = rows.stop - rows.start
    part = slice(*np.searchsorted(table.keys, [rows.start * n_codes, rows.stop * n_codes]))
    block = np.zeros(n_rows * n_codes, dtype=np.float32)
    block[table.keys[part] - rows.start * n_codes] = table.values[part, 0]
    return block.reshape(n_rows, n_codes)
