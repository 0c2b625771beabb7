"""C-MemNN."""

import numbers

from skmedcode.base import coder
from skmedcode.coders._order_free import OrderFreeCoder
from skmedcode.coders._recipes import mimic_recipe
from skmedcode.coders._with_memory import MemoryMixin
from skmedcode.decoders import CondensedMemory
from skmedcode.encoders import WordEncoder
from skmedcode.module import EncoderDecoder
from skmedcode.text import slot_texts
from skmedcode.utils._validation import check_number, check_option


@coder
class CMemNNCoder(MemoryMixin, OrderFreeCoder):
    """C-MemNN: notes looked up in texts about the codes, several times over.

    Prakash, Zhao, Hasan, Datla, Lee, Qadir, Liu and Farri, "Condensed Memory Networks for Clinical
    Diagnostic Inferencing", AAAI 2017. A note is one vector, the memory a table of texts, such as
    encyclopaedia articles. The note attends to the texts and takes up what it reads, hop after hop;
    the codes read all its states, older ones in fewer features. The order of words is ignored, so
    that document-term matrices and a 1-D y are taken too.

    Parameters
    ----------
    knowledge : mapping of code name to str or list of str, or sequence of str, default=None
        The memory, one slot a text. Codes that a mapping lacks have their ``code_descriptions`` and
        ``code_synonyms`` as a slot. Without any of the three, each code has the five terms with the
        largest TF-IDF in its training notes.
    memory : {"key_value", "end_to_end"}, default="key_value"
        "key_value": a slot is looked up by its text and gives its code's title, and each hop has a
        matrix. "end_to_end": it gives the text itself, and hops have no weights.
    hops : int, default=3
    condensation : {"concat", "average", None}, default="concat"
        What codes read of earlier states: half of their features, a quarter and so on; their mean
        with weights that halve; or nothing.
    query : {"known_words", "mean"}, default="known_words"
        A note's vector: the mean of the words that the memory knows, or of all, as published.

    Attributes
    ----------
    slot_names_ : list of n_slots names
        The code of each slot, ``(code, number)`` where a code has several texts, or the number of
        the text in a sequence.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.
    AttentionCoder : Each code has an attention of its own over the words.

    Notes
    -----
    The authors published no code; the network is rebuilt from what is written of it.

    Differs from the authors' code: there is none. From the paper it differs, or fills in what that
    leaves open, in this:

    - note, keys and values share one word embedding, where the paper's keys (articles) and values
      (their titles) have spaces of their own;
    - no keys are chosen beforehand by hashing, and there is no gate: every slot takes part;
    - the matrices of the hops start at the identity, states are averaged with weights that halve,
      and the narrowing matrices reach back to the note itself;
    - by default a note is not the mean of all its words, among which a few hundred notes cannot
      find the telling ones: a word weighs by how much it is like some slot;
    - the default memory is made from the training notes, where the paper's is Wikipedia.

    No code attends to words, so ``explain`` takes input times gradient, whatever ``method`` is, and
    gold evidence is refused; :meth:`explain_slots` says what was read in the memory.

    Examples
    --------
    >>> from skmedcode import CMemNNCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = CMemNNCoder(
    ...     code_names=notes.target_names,
    ...     code_descriptions=notes.code_descriptions,
    ...     max_epochs=2,
    ...     random_state=0,
    ... )
    >>> coder.fit(notes.data, notes.target).predict_proba(notes.data[:2]).shape
    (2, 4)
    >>> coder.memory_attention(notes.data[:2]).shape == (2, 3, len(coder.slot_names_))
    True
    """

    knowledge: object = None
    memory: str = "key_value"
    hops: int = 3
    condensation: str | None = "concat"
    query: str = "known_words"
    embedding_dim: int = 300
    lr: float = 1e-3

    _learns_evidence = False
    _has_memory = True

    @classmethod
    def published_params(cls, split="top50"):
        """The published architecture, in usual sizes of memory networks.

        The paper codes the 50 and the 100 most frequent diagnoses of MIMIC-III; "full" is the same
        for all codes, which it does not try. No source at hand confirms width 500, batches of 100,
        Adam at 0.001 and the gradient's norm, nor says how the words start; everything else of
        training is that of the CAML line of papers. ``knowledge`` comes on top.

        Parameters
        ----------
        split : {"top50", "full"}, default="top50"

        Returns
        -------
        dict
        """
        return mimic_recipe(
            split,
            lr=1e-3,
            embeddings="random",
            embedding_dim=500,
            batch_size=100,
            clip_norm=40.0,
            memory="key_value",
            hops=3,
            condensation="concat",
            query="mean",
        )

    def _check_parameters(self):
        super()._check_parameters()
        check_option(self.memory, "memory", ["key_value", "end_to_end"])
        check_number(self.hops, "hops", numbers.Integral, low=1)
        if self.condensation is not None:
            check_option(self.condensation, "condensation", ["concat", "average", None])
        check_option(self.query, "query", ["known_words", "mean"])

    def _slot_texts(self, code_names):
        return slot_texts(code_names, self.knowledge, self.code_descriptions, self.code_synonyms)

    def _make_module(self, facts):
        embedding, is_key_value = facts.embedding(), self.memory == "key_value"
        decoder = CondensedMemory(
            facts.embedding_dim,
            facts.n_codes,
            facts.slots(embedding, named=is_key_value),
            hops=self.hops,
            condensation=self.condensation,
            transform=is_key_value,
            query=self.query,
            start=facts.start(),
        )
        encoder = WordEncoder(facts.embedding_dim)
        return EncoderDecoder(embedding, encoder, decoder, dropout=self.dropout)
