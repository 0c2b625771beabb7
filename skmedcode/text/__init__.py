"""From text to token ids and word vectors."""

from skmedcode.text._closest_words import ClosestWords
from skmedcode.text._code_words import code_vectors, words_of_notes
from skmedcode.text._document_vectors import document_vectors
from skmedcode.text._embeddings import start_vectors
from skmedcode.text._evidence import evidence_words
from skmedcode.text._guidelines import GuidelineAugmenter, warn_of_nameless
from skmedcode.text._knowledge import slot_texts
from skmedcode.text._marking_terms import marking_terms
from skmedcode.text._patient_columns import PatientColumns
from skmedcode.text._rarity import rarity
from skmedcode.text._reader import NOT_A_MATRIX, NoteReader
from skmedcode.text._segment_reader import SegmentReader
from skmedcode.text._segments import check_segmenter
from skmedcode.text._spelling import ALPHABET, spell
from skmedcode.text._subwords import SubwordTokenizer
from skmedcode.text._table_reader import TableReader, check_columns
from skmedcode.text._titles import synonym_texts, title_ids, title_texts
from skmedcode.text._tokenizer import NoteTokenizer, check_vocabulary
from skmedcode.text._vectorizer import make_tokenizer
from skmedcode.text._word_vectors import WordVectors

__all__ = [
    "ALPHABET",
    "NOT_A_MATRIX",
    "ClosestWords",
    "GuidelineAugmenter",
    "NoteReader",
    "NoteTokenizer",
    "PatientColumns",
    "SegmentReader",
    "SubwordTokenizer",
    "TableReader",
    "WordVectors",
    "check_columns",
    "check_segmenter",
    "check_vocabulary",
    "code_vectors",
    "document_vectors",
    "evidence_words",
    "make_tokenizer",
    "marking_terms",
    "rarity",
    "slot_texts",
    "spell",
    "start_vectors",
    "synonym_texts",
    "title_ids",
    "title_texts",
    "warn_of_nameless",
    "words_of_notes",
]
