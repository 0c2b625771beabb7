"""C-LSTM-Att."""

import numbers

import numpy as np
import torch

from skmedcode.base import BaseCoder, coder
from skmedcode.coders._recipes import mimic_recipe
from skmedcode.coders._spelled_titles import lay_out_titles
from skmedcode.decoders import SegmentAttention
from skmedcode.encoders import SpelledEncoder
from skmedcode.layers import SpelledTitles
from skmedcode.segment_module import SegmentNetwork
from skmedcode.text import ALPHABET, NoteTokenizer, SegmentReader, check_segmenter, spell
from skmedcode.utils._validation import check_number, check_option


@coder
class AttentiveLSTMCoder(BaseCoder):
    """C-LSTM-Att: characters to words to segments by LSTMs, attention of codes over segments.

    Shi, Xie, Hu, Zhang and Xing, "Towards Automated ICD Coding Using Deep Learning", arXiv
    1711.04075, 2017. Made for the written diagnoses of an admission, a list of phrases, which X may
    be here: ``list[list[str]]``. Notes are cut into segments. A segment is read word by word, a
    word character by character, so that words which training has never met are read too. Titles of
    codes are read in the same way by a network of their own; each code attends to the segments
    that its title resembles.

    Parameters
    ----------
    segmenter : {"sentence", "line", "diagnosis_section"} or callable, default="sentence"
        How a note is cut. "diagnosis_section" reads the lines under the headings of a discharge
        summary that name diagnoses, and all lines where there is none. A callable gives the
        ``(start, end)`` of each segment of a note, in their order and apart.
    attention : {"soft", "hard", "max", "mean"}, default="soft"
        How a code reads the segments: weighted, the one that resembles it most, or, as the paper's
        baseline without attention, the maximum or the mean of each feature.
    scorer : {"linear", "dot"}, default="linear"
        A classifier for each code, or the product with the code's vector.
    word_size, hidden_size : int, default=100, 200
        Units of the LSTM over characters and of that over words.
    embedding_dim : int, default=50
        Width of the character embedding.
    max_segments, max_words, max_chars : int, default=50, 30, 20
        Segments of a note, words of a segment, characters of a word. A longer segment goes on in
        the next one; a longer word and a longer title lose their ends. Words after ``max_segments``
        are not read; a warning counts the notes that lose some.
    alphabet : str
        The characters that are told apart: by default the 68 lower-case letters, digits and signs
        of ASCII. Others read as one, but for capitals and accents, which are left off.
    embeddings : "random"
        There are no vectors of words: characters start at chance, and so do codes, but for titles.
    code_start : "random"
    freeze_embeddings : False
    max_epochs, n_iter_no_change : int, default=60, 6
        It takes time to learn to spell.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.
    CAMLCoder : Attends to words, and is faster.

    Notes
    -----
    Differs from the authors' code: none was found, so that this is a reconstruction. From the
    paper's abstract are the characters, the words, the titles and the attention. Sizes and recipe
    of ``published_params()`` have not been checked against its text. Ours are:

    - soft and hard attention by the product of segment and title, with the hard choice's gradient
      passed straight through to the titles; the maximum and the mean as the baseline;
    - notes besides lists of phrases, and how they are cut;
    - ``scorer="dot"``, and learnt vectors for codes without a title;
    - evidence: a segment's attention is shared evenly by its words, and gold evidence teaches soft
      attention;
    - bare numbers are left out by the default tokenizer, as in all coders.

    The vocabulary only gives token ids their words: a word of a note is spelled, known or not, and
    never guessed. A pipeline with a tokenizer in front loses the words that are new, and the marks
    between segments. Of phrases, places are those in ``"\\n".join(phrases)``.

    Examples
    --------
    >>> from skmedcode import AttentiveLSTMCoder
    >>> phrases = [["acute renal failure", "hypertension"], ["hypertension"], ["renal failure"]]
    >>> Y = [[1, 1], [0, 1], [1, 0]]
    >>> coder = AttentiveLSTMCoder(
    ...     code_names=["N17.9", "I10"],
    ...     code_descriptions={"N17.9": "Acute kidney failure", "I10": "Primary hypertension"},
    ...     max_epochs=2,
    ...     validation_fraction=0,
    ...     random_state=0,
    ... )
    >>> coder.fit(phrases, Y).predict_proba([["hypertensive disease"]]).shape
    (1, 2)
    """

    segmenter: object = "sentence"
    attention: str = "soft"
    scorer: str = "linear"
    word_size: int = 100
    hidden_size: int = 200
    max_segments: int = 50
    max_words: int = 30
    max_chars: int = 20
    alphabet: str = ALPHABET
    embedding_dim: int = 50
    embeddings: object = "random"
    code_start: str = "random"
    max_epochs: int = 60
    n_iter_no_change: int = 6

    _needed_to_load = ("segmenter",)

    @classmethod
    def published_params(cls, split="top50"):
        """A recipe for the paper's task, the diagnoses of discharge summaries.

        Sizes and recipe are reconstructed; the paper's runs are on 50 codes.

        Parameters
        ----------
        split : {"top50", "full"}, default="top50"

        Returns
        -------
        dict
        """
        sizes = {"embedding_dim": 50, "word_size": 100, "hidden_size": 200}
        own = {"tokenizer": NoteTokenizer(max_length=None), "segmenter": "diagnosis_section"}
        own |= {"attention": "soft", "scorer": "linear"} | sizes
        return mimic_recipe(split, lr=1e-3, batch_size=32, dropout=0.5, **own)

    @property
    def _takes_titles(self):
        return self.scorer == "dot" or self._learns_codes

    @property
    def _learns_codes(self):
        return self.attention in ("soft", "hard")

    @property
    def _learns_evidence(self):
        return self.attention == "soft"

    def _check_parameters(self):
        super()._check_parameters()
        check_segmenter(self.segmenter)
        check_option(self.attention, "attention", ["soft", "hard", "max", "mean"])
        check_option(self.scorer, "scorer", ["linear", "dot"])
        for name in ("word_size", "hidden_size", "max_segments", "max_words", "max_chars"):
            check_number(getattr(self, name), name, numbers.Integral, low=1)
        if not isinstance(self.alphabet, str) or not self.alphabet:
            raise ValueError("alphabet must be a str of the characters to tell apart.")
        fixed = {"embeddings": "random", "code_start": "random", "freeze_embeddings": False}
        for name, value in fixed.items():
            given = getattr(self, name)
            if not isinstance(given, (str, bool, np.bool_)) or given != value:
                raise ValueError(
                    f"{name} must be {value!r} for AttentiveLSTMCoder, which has characters in "
                    "place of word vectors; LAATCoder and CAMLCoder start from vectors of words."
                )
        if self.code_descriptions is not None and not self._takes_titles:
            raise ValueError(
                f"code_descriptions must be None with attention={self.attention!r} and "
                "scorer='linear', which have no place for titles; attention='soft' reads them."
            )

    def _make_reader(self):
        names = ("segmenter", "max_segments", "max_words", "max_chars", "alphabet")
        own = {name: getattr(self, name) for name in names}
        return SegmentReader(self.tokenizer, self.vocabulary, **own)

    def _make_encoder(self):
        return SpelledEncoder(
            len(self.alphabet) + 2,
            character_size=self.embedding_dim,
            word_size=self.word_size,
            hidden_size=self.hidden_size,
            dropout=self.dropout,
        )

    def _make_module(self, facts):
        encoder = self._make_encoder()
        titles = None
        if facts.title_ids is not None:
            layout = lay_out_titles(facts.title_ids, self.max_chars)
            if layout is not None:
                titles = SpelledTitles(self._make_encoder(), facts.n_codes, **layout)
        decoder = SegmentAttention(
            encoder.out_features,
            facts.n_codes,
            titles=titles,
            attention=self.attention,
            scorer=self.scorer,
        )
        spelling = np.zeros((facts.n_tokens, self.max_chars), dtype=np.int32)
        spelling[1:, 0] = 1
        if facts.vocabulary is not None:
            ids = list(facts.vocabulary.values())
            spelling[ids] = spell(list(facts.vocabulary), self.alphabet, self.max_chars)
        return SegmentNetwork(
            encoder,
            decoder,
            torch.from_numpy(spelling),
            max_words=self.max_words,
            dropout=self.dropout,
        )
