"""What ``fit`` learns before there is a network: words, vectors, titles, codes."""

import warnings
from dataclasses import replace

import numpy as np
from sklearn.utils import check_random_state

from skmedcode.facts import FitFacts, MemoryFacts
from skmedcode.text import (
    GuidelineAugmenter,
    code_vectors,
    evidence_words,
    marking_terms,
    rarity,
    start_vectors,
    synonym_texts,
    title_ids,
    title_texts,
    warn_of_nameless,
    words_of_notes,
)
from skmedcode.training import CodeDocuments, NoteDataset
from skmedcode.utils._groups import check_groups
from skmedcode.utils._sequences import UNKNOWN
from skmedcode.utils._validation import check_codes, check_number, check_sample_weight


def learn_facts(coder, X, Y, sample_weight=None, evidence=None, groups=None, scale=True):
    """Read the training notes with a coder's parameters.

    Parameters
    ----------
    coder : BaseCoder
        Not changed.
    X, Y, sample_weight, evidence, groups
        As passed to ``fit``.
    scale : bool, default=True
        Divide the weights by their mean.

    Returns
    -------
    facts : FitFacts
    reader : NoteReader
    dataset : NoteDataset
    seed : int
    """
    reader = coder._make_reader()
    sequences = reader.fit_read(X)
    Y, classes = check_codes(Y, len(sequences), coder.code_names)
    weight = check_sample_weight(sample_weight, len(sequences), scale)
    groups = check_groups(groups, len(sequences))
    seed = check_random_state(coder.random_state).randint(2**31 - 1)
    code_groups, group_names = coder._code_groups(classes)
    titles, names = code_texts(coder, classes, reader)
    slots = coder._slot_texts(classes)
    memory = None if slots is None else memory_facts(slots, reader)
    names += [] if slots is None else slots.keys
    model, checkpoint = coder._load_checkpoint(reader, seed)
    if model is None:
        vectors = start_vectors(
            coder.embeddings, reader, sequences, coder.embedding_dim, seed, extra_texts=names
        )
        width = vectors.shape[1]
    else:  # it brings its own
        vectors, width = None, model.get_input_embeddings().embedding_dim
    facts = FitFacts(
        n_tokens=reader.n_tokens,
        embedding_dim=width,
        code_names=classes,
        Y=Y,
        word_vectors=vectors,
        title_ids=titles,
        encode=reader.encode,
        freeze_embeddings=coder.freeze_embeddings,
        code_groups=code_groups,
        group_names=group_names,
        memory=memory,
        vocabulary=reader.vocabulary,
        checkpoint=checkpoint,
        checkpoint_model=model,
        n_patient_features=0 if sequences.patient is None else sequences.patient.shape[1],
    )
    facts = coder._learn_codes(facts, seed)
    words = learn_evidence(evidence, X, Y, reader, classes)
    dataset = NoteDataset(sequences, Y, weight, words, groups=groups)
    return facts, reader, dataset.with_documents(learn_documents(coder, reader, classes)), seed


def learn_evidence(evidence, X, Y, reader, classes):
    """Words that support codes, for the codes that the notes have; None without evidence."""
    if evidence is None:
        return None
    rows = enumerate(evidence_words(evidence, X, reader, classes))
    return [[item for item in own if Y[row, item[0]]] for row, own in rows]


def check_augmenter(augmenter):
    """Refuse what is no augmenter, or one whose documents have no usable weight."""
    if augmenter is None:
        return
    if not isinstance(augmenter, GuidelineAugmenter):
        raise TypeError(
            "augmenter must be None or a GuidelineAugmenter of skmedcode.text, got "
            f"{type(augmenter).__name__}."
        )
    check_number(augmenter.weight, "augmenter.weight", low=0)


def learn_documents(coder, reader, classes):
    """What draws documents for the codes of training notes, in the words of a fitted reader.

    Returns
    -------
    CodeDocuments or None
        None without an augmenter, or where its documents weigh nothing.
    """
    augmenter = coder.augmenter
    if augmenter is None or augmenter.weight == 0:
        return None
    if reader.kind == "matrix":
        raise ValueError(
            "augmenter must be None where X is a document-term matrix, for whose entries titles "
            "have no measure. Pass the notes themselves, with tokenizer=your_vectorizer."
        )
    reader.require_words("augmenter")
    phrases = augmenter._code_phrases(classes, coder.code_descriptions, coder.code_synonyms)
    sequences = reader.read_phrases(phrases.texts)
    known = [(sequences[row] != UNKNOWN).any() for row in range(len(sequences))]
    phrases = phrases.only(np.array(known, dtype=bool))
    warn_of_nameless(phrases.has_name, classes, " in the notes' words")
    return CodeDocuments(phrases, sequences, augmenter.weight)


def require_attention(coder, module):
    """Refuse gold evidence for a network whose codes do not share one attention out."""
    if not getattr(module.decoder, "is_distribution", False):
        raise ValueError(
            f"evidence needs a coder whose attention sums to 1 over the note; this "
            f"{type(coder).__name__} has none. Leave evidence out, or take a coder with label "
            "attention, such as CAMLCoder."
        )


def code_texts(coder, classes, reader):
    """Token ids of the codes' titles, or None, and all that the codes are called."""
    titles, names = None, []
    if coder.code_descriptions is not None:
        titles = title_ids(coder.code_descriptions, classes, reader)
        names += title_texts(coder.code_descriptions, classes)
    if coder.code_synonyms is not None:
        names += [name for own in synonym_texts(coder.code_synonyms, classes) for name in own]
    return titles, names


def memory_facts(slots, reader):
    """The slots of a memory that have known words, as token ids."""
    reader.require_words("knowledge")
    keys, values = reader.encode_all(slots.keys), reader.encode_all(slots.values)
    rows = zip(slots.names, keys, values, strict=True)
    known = [(name, key, value) for name, key, value in rows if len(key)]
    if not known:
        raise ValueError(
            "knowledge must have words that the training notes have too; none was found. Is it in "
            "the language of the notes?"
        )
    if len(known) < len(keys):
        warnings.warn(
            f"{len(keys) - len(known)} of {len(keys)} texts of the memory have no word that the "
            "training notes have; they are left out.",
            UserWarning,
            stacklevel=2,
        )
    names, keys, values = map(list, zip(*known, strict=True))
    return MemoryFacts(keys, values, names)


def module_maker(coder, facts, dataset):
    """A function ``make(part)`` that composes the network for a part of the training notes.

    Where codes start, among the words and in the bias, their terms in a memory and how rare words
    are is counted in that part alone: notes that are held out to choose the epoch and the threshold
    must not have told where to start.
    """
    words = None
    marked = coder.code_start == "notes" and facts.word_vectors is not None
    if marked or coder._has_memory or coder._weighs_words:
        words = words_of_notes(dataset.sequences, facts.n_tokens)

    def make(part):
        own = replace(facts, Y=part.targets())
        if marked:
            starts = code_vectors(words[part.rows], own.Y, facts.word_vectors)
            own = replace(own, code_vectors=starts)
        if coder._weighs_words and own.title_ids is not None:
            own = replace(own, rarity=rarity(words[part.rows], own.title_ids))
        if coder._has_memory and own.memory is None:
            own = own.with_terms(marking_terms(words[part.rows], own.Y))
        module = coder._make_module(own)
        if dataset.evidence is not None:
            require_attention(coder, module)
        if coder.prior_bias and hasattr(module.decoder, "bias"):
            own.start_bias(module.decoder.bias)
        return module

    return make
