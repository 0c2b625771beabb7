"""From text to token ids and word vectors."""

from skmedcode.text._closest_words import ClosestWords
from skmedcode.text._code_words import code_vectors, words_of_notes
from skmedcode.text._document_vectors import document_vectors
from skmedcode.text._embeddings import start_vectors, title_ids
from skmedcode.text._reader import NOT_A_MATRIX, NoteReader
from skmedcode.text._tokenizer import NoteTokenizer, check_vocabulary
from skmedcode.text._vectorizer import make_tokenizer
from skmedcode.text._word_vectors import WordVectors

__all__ = [
    "NOT_A_MATRIX",
    "ClosestWords",
    "NoteReader",
    "NoteTokenizer",
    "WordVectors",
    "check_vocabulary",
    "code_vectors",
    "document_vectors",
    "make_tokenizer",
    "start_vectors",
    "title_ids",
    "words_of_notes",
]
