"""What RankingCoder knows beside its members: the lexicon and the titles."""

import numpy as np
from joblib import Parallel, delayed

from skmedcode.persistence import SavedPart
from skmedcode.ranking._coverage import TitleCoverage
from skmedcode.ranking._explain import lexicon_evidence, title_evidence
from skmedcode.ranking._lexicon import Lexicon
from skmedcode.ranking._phrases import stems_of
from skmedcode.ranking._stems import StemReader
from skmedcode.ranking._terms import TitleTerms, term_texts
from skmedcode.utils._processes import process_count


class Sources(SavedPart):
    """Lexicon and title coverage of the same notes, read once.

    Parameters
    ----------
    coder : RankingCoder
        Its parameters tell what to look for.
    code_names : ndarray of shape (n_codes,)
    seed : int

    Attributes
    ----------
    reader_ : StemReader
    terms_ : TitleTerms or None
    coverage_ : TitleCoverage or None
    lexicon_ : Lexicon or None
    """

    _saved_attributes = ("reader_", "terms_", "coverage_", "lexicon_")

    def __init__(self, coder, code_names, seed=0):
        self.n_codes, self.n_jobs = len(code_names), coder.n_jobs
        self.new_ = Lexicon(coder.engine, seed=seed) if coder.lexicon else None
        self.reader_ = StemReader()
        self.texts_ = None
        titles = coder.code_descriptions, coder.code_synonyms
        if any(part is not None for part in titles):
            self.texts_ = term_texts(code_names, *titles)
        self.terms_ = self.coverage_ = self.lexicon_ = None

    def fit_tables(self, notes, Y, splits, used):
        """Learn from all notes, and tell for each fold what the other folds' notes would say.

        Parameters
        ----------
        notes : list of str
        Y : csr_array of shape (n_notes, n_codes)
        splits : list of (train, test) row numbers
        used : ndarray of bool of shape (n_notes,)
            Which notes to learn from.

        Returns
        -------
        list of n_folds lists of PairTable
            Of the fold's test notes.
        """
        stems = self.reader_.read(notes)
        if self.texts_ is not None:
            self.terms_ = TitleTerms(self.texts_, self.reader_)
            self.coverage_ = TitleCoverage(self.terms_, self.n_codes)
        self.reader_.close()
        tables = [[] for _ in splits]
        if self.new_ is not None:
            tables = self._lexicon_tables(stems, Y, splits, used)
        if self.coverage_ is not None:
            for own, (_, test) in zip(tables, splits, strict=True):
                own.append(self.coverage_.table(stems.take(test)))
        self._forget()
        return tables

    def _lexicon_tables(self, stems, Y, splits, used):
        """Keep the lexicon of all notes; tables of each fold's test notes by the other folds'."""
        parts = [(np.asarray(train)[used[train]], np.asarray(test)) for train, test in splits]
        parts.append((np.flatnonzero(used), np.arange(0)))
        *found, (self.lexicon_, _) = Parallel(n_jobs=process_count(self.n_jobs))(
            delayed(_learnt)(self.new_, stems.take(train), Y[train], stems.take(test), self.terms_)
            for train, test in parts
        )
        return [[table] for _, table in found]

    def _forget(self):
        """Drop the words of the notes that neither phrases nor titles have."""
        stems, words = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        if self.lexicon_ is not None:
            stems = np.unique(stems_of(self.lexicon_.phrases_.keys_))
        if self.terms_ is not None:
            stems = np.union1d(stems, self.terms_.stems.indices)
            words = np.unique(self.terms_.words.indices)
        self.reader_.close(stems.tolist(), words.tolist())
        self.texts_ = self.new_ = None

    def tables(self, notes):
        """What is known of new notes, a list of PairTable."""
        stems = self.reader_.read(notes)
        sources = [self.lexicon_, self.coverage_]
        return [source.table(stems) for source in sources if source is not None]

    def add_evidence(self, found, notes, chosen, top_k):
        """Add "lexicon" and "titles" to the evidence of each note's codes."""
        for row, (note, columns) in enumerate(zip(notes, chosen, strict=True)):
            stems = self.reader_.read([note])
            for name, source, look_up in (
                ("lexicon", self.lexicon_, lexicon_evidence),
                ("titles", self.coverage_, title_evidence),
            ):
                if source is None:
                    continue
                pieces = look_up(source, stems, note, columns, top_k)
                for evidence, own in zip(found[row], pieces, strict=True):
                    evidence[name] = own


def _learnt(lexicon, stems, Y, held_out, terms):
    """A lexicon of some notes, and its table of others."""
    new = Lexicon(lexicon.engine, lexicon.n_folds, lexicon.seed).fit(stems, Y, terms)
    return (new, None) if not len(held_out) else (None, new.table(held_out))
