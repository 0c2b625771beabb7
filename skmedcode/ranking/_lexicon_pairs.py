"""Pairs of code and phrase that the notes speak for, and what is known of each."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from skmedcode.persistence import SavedPart
from skmedcode.ranking._phrases import stems_of
from skmedcode.ranking._table import expanded, group_starts

MIN_POSTERIOR = 0.12
MIN_LIFT = 1.5
CODES_AT_ONCE = 256
MOST_PHRASES = 2000  # of a code
PAIRS_AT_ONCE = 200_000
MOST_DOCS = 30  # above, more notes of a code say nothing new


@dataclass(eq=False)
class LexiconPairs(SavedPart):
    """Pairs of phrase and code, sorted by phrase.

    Parameters
    ----------
    phrase, code : ndarray of int64 of shape (n_pairs,)
    together, df, n_code : ndarray of float32 of shape (n_pairs,)
        Notes with both, with the phrase, with the code.
    n_notes : int
    starts : ndarray of int64 of shape (n_phrases + 1,)
        The pairs of a phrase are ``starts[phrase]:starts[phrase + 1]``.
    """

    phrase: np.ndarray
    code: np.ndarray
    together: np.ndarray
    df: np.ndarray
    n_code: np.ndarray
    n_notes: int
    starts: np.ndarray

    _saved_attributes = ("phrase", "code", "together", "df", "n_code", "n_notes", "starts")

    @property
    def posterior(self):
        """Share of the phrase's notes that have the code."""
        return self.together / self.df

    def take(self, kept):
        """The same for some pairs, by a mask."""
        columns = (self.phrase, self.code, self.together, self.df, self.n_code)
        columns = [column[kept] for column in columns]
        starts = np.searchsorted(columns[0], np.arange(len(self.starts)))
        return LexiconPairs(*columns, self.n_notes, starts)


def find_pairs(has, Y, min_df=2, max_share=0.35):
    """Pairs whose phrase makes the code likely in these notes.

    Parameters
    ----------
    has : csr_array of shape (n_notes, n_phrases)
        1 where the note has the phrase.
    Y : csr_array of shape (n_notes, n_codes)
    min_df, max_share
        Phrases in fewer notes, or in a larger share of them, are left out.

    Returns
    -------
    LexiconPairs
    """
    n_notes, n_phrases = has.shape
    df = np.bincount(has.indices, minlength=n_phrases).astype(np.float32)
    usable = (df >= min_df) & (df <= max(max_share * n_notes, min_df))
    columns, parts = Y.T.tocsr(), []
    for start in range(0, Y.shape[1], CODES_AT_ONCE):
        block = columns[start : start + CODES_AT_ONCE]
        n_code = np.asarray(block.sum(axis=1), dtype=np.float32).ravel()
        both = sparse.coo_array(block @ has)
        posterior = both.data / df[both.col]
        kept = usable[both.col] & (posterior >= MIN_POSTERIOR)
        kept &= posterior * n_notes > MIN_LIFT * n_code[both.row]
        row, phrase, together = both.row[kept], both.col[kept], both.data[kept]
        best = _best_of_code(row, together / (df[phrase] + 1))
        row, phrase, together = row[best], phrase[best], together[best]
        parts.append((phrase, row + start, together, df[phrase], n_code[row]))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.lexsort((columns[1], columns[0]))
    columns = [column[order] for column in columns]
    kinds = (np.int64, np.int64, np.float32, np.float32, np.float32)
    columns = [column.astype(kind) for column, kind in zip(columns, kinds, strict=True)]
    starts = np.searchsorted(columns[0], np.arange(n_phrases + 1))
    return LexiconPairs(*columns, n_notes, starts)


def _best_of_code(code, score):
    """Places of the best pairs of each code."""
    order = np.lexsort((-score, code))
    starts = group_starts(code[order])
    lengths = np.diff(np.append(starts, len(order)))
    return order[np.arange(len(order)) - np.repeat(starts, lengths) < MOST_PHRASES]


def pair_features(pairs, chosen, keys, terms=None):
    """What is known of some pairs.

    Parameters
    ----------
    pairs : LexiconPairs
    chosen : ndarray of int of shape (n_chosen,)
    keys : ndarray of int64 of shape (n_phrases,)
        The phrases.
    terms : TitleTerms, default=None

    Returns
    -------
    ndarray of float32 of shape (n_chosen, 8)
    """
    together, df, n_code = pairs.together[chosen], pairs.df[chosen], pairs.n_code[chosen]
    stems = stems_of(keys[pairs.phrase[chosen]])
    lift = together / df * pairs.n_notes / n_code
    covered, share = _title_match(pairs.code[chosen], stems, terms)
    length = (stems >= 0).sum(axis=1)
    columns = (df, together / df, np.log(lift), together / n_code, np.minimum(n_code, MOST_DOCS))
    return np.column_stack([*columns, length, covered, share]).astype(np.float32)


def _title_match(codes, stems, terms):
    """Largest share of a term that the phrase covers; share of its stems that titles have."""
    covered, share = np.zeros(len(codes), np.float32), np.zeros(len(codes), np.float32)
    if terms is None or not len(terms):
        return covered, share
    n_stems = terms.stems.shape[1]
    owners = np.repeat(np.arange(len(terms)), np.diff(terms.stems.indptr))
    known, weights = owners * n_stems + terms.stems.indices, terms.stems.data
    first = np.searchsorted(terms.code, codes)
    n_terms = np.searchsorted(terms.code, codes, side="right") - first
    for start in range(0, len(codes), PAIRS_AT_ONCE):
        rows = start + np.flatnonzero(n_terms[start : start + PAIRS_AT_ONCE])
        if not len(rows):
            continue
        pair = np.repeat(rows, n_terms[rows])
        asked = expanded(first[rows], n_terms[rows])[:, None] * n_stems + stems[pair]
        place = np.minimum(np.searchsorted(known, asked), len(known) - 1)
        found = (known[place] == asked) & (stems[pair] >= 0) & (stems[pair] < n_stems)
        weight = np.where(found, weights[place], 0)
        begins = group_starts(pair)
        covered[rows] = np.maximum.reduceat(weight.sum(axis=1), begins)
        in_titles = np.maximum.reduceat(found, begins, axis=0).sum(axis=1)
        share[rows] = in_titles / (stems[rows] >= 0).sum(axis=1)
    return covered, share
