"""The scikit-learn contract of every coder."""

import numbers
from dataclasses import dataclass, replace
from typing import dataclass_transform

import numpy as np
from scipy import sparse
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from skmedcode.inspection import METHODS, evidence_of_notes
from skmedcode.learning import (
    check_augmenter,
    learn_documents,
    learn_evidence,
    learn_facts,
    module_maker,
    require_attention,
)
from skmedcode.text import NoteReader
from skmedcode.training import (
    NoteDataset,
    check_training_parameters,
    continue_network,
    fit_network,
    fit_one_epoch,
    iter_logits,
    one_epoch,
    predict_logits,
)
from skmedcode.utils._best_codes import best_columns, explained_columns
from skmedcode.utils._groups import check_groups
from skmedcode.utils._micro_f1 import micro_f1
from skmedcode.utils._validation import (
    check_codes,
    check_number,
    check_option,
    check_sample_weight,
    code_columns,
    require_positive,
)


@dataclass_transform(kw_only_default=True)
def coder(cls):
    """Make a class a coder: its fields become keyword parameters that ``__init__`` only stores."""
    return dataclass(kw_only=True, eq=False, repr=False)(cls)


@coder
class BaseCoder(ClassifierMixin, BaseEstimator):
    """What all coders share: parameters, ``fit``, prediction, evidence.

    A subclass lists its own parameters and composes its network in ``_make_module(facts)``.

    Parameters
    ----------
    tokenizer : NoteTokenizer, CountVectorizer, TfidfVectorizer or FrozenEstimator, default=None
        Reads notes; it is cloned and fitted unless frozen. None means ``NoteTokenizer()``.
    vocabulary : mapping of str to int, default=None
        The words behind token ids. What ``NoteTokenizer.transform`` returns knows its own.
    code_names : sequence of length n_codes, default=None
        Names of Y's columns; a DataFrame brings its own.
    code_descriptions : mapping of code name to str, or CodeSystem, default=None
        Titles of the codes, aligned by name. Codes without one are learnt from notes alone.
    code_synonyms : mapping of code name to list of str, or CodeSystem, default=None
        What the codes are called besides, more text for ``embeddings="corpus"``.
    augmenter : GuidelineAugmenter, default=None
        Adds documents made of titles and synonyms to the training notes, see
        :class:`~skmedcode.text.GuidelineAugmenter`.
    embeddings : {"corpus", "random"}, matrix, mapping, path or WordVectors, default="corpus"
        Where the word embedding starts. "corpus" factorises the co-occurrences of the words in
        the training notes, titles and synonyms, and lets words that are spelled alike share. A
        matrix has one row a token id. A mapping of word to vector, gensim's vectors, the path of a
        word2vec, GloVe or fastText file, or a :class:`~skmedcode.text.WordVectors` give vectors by
        word.
    embedding_dim : int, default=100
        Width of the word embedding, unless ``embeddings`` brings its own.
    freeze_embeddings : bool, default=False
        Keep the word embedding as it starts.
    code_start : {"notes", "random"}, default="notes"
        Where the codes start: at the words that mark them in the training notes, or at chance, as
        published. Decoders that do not compare codes with words start at chance.
    dropout : float, default=0.2
    prior_bias : bool, default=True
        Start the output at each code's log-odds in the training notes.
    loss : str or nn.Module, default="bce"
        Binary cross-entropy summed ("bce"), or averaged as published ("bce_mean"), over the codes
        of a note; its forms "focal" and "asymmetric"; "weighted_bce", "class_balanced" and "ldam",
        which treat a code by its number of training notes; or a module
        ``(outputs, targets) -> (n,)``, see :mod:`skmedcode.losses`.
    optimizer : {"adamw", "adam", "sgd"} or torch optimizer class, default="adamw"
    lr : float, default=3e-3
    warmup : float, default=None
        Share of ``max_epochs`` over which the learning rate rises to ``lr``; then it falls in a
        straight line, to reach 0 at their end. None keeps it at ``lr``.
    weight_decay : float, default=0.01
    clip_norm : float, default=5.0
        Largest norm of the gradient; None does not clip.
    evidence_weight : float, default=1.0
        Weight, in the loss, of attention that misses the ``evidence`` passed to ``fit``.
    r_drop : float, default=0.0
        Weight of the disagreement between two dropout passes (Liang et al., NeurIPS 2021).
    max_epochs : int, default=30
    batch_size : int, default=16
    accumulate : int, default=1
        Parts of a batch that are read one after another, for less memory and the same result: with
        8, 2 of 16 notes at a time.
    validation_fraction : float, default=0.15
        Share of the notes that is held out to choose the epoch and the threshold; 0 trains on all
        for ``max_epochs`` and puts the threshold at 0.5.
    monitor : str, default="mean_average_precision"
        Score of the validation part: "mean_average_precision", "micro_auc", "macro_auc",
        "f1_micro" (at its best threshold), "precision_at_K", "recall_at_K" or "loss". With a single
        code, which has no rank among others, "loss" stands in for the default.
    n_iter_no_change : int, default=4
        Stop when the score has not improved for this many epochs. The best epoch's weights are
        kept.
    refit : bool, default=True
        Train again on all notes, for the number of epochs found; it pays with few notes, and
        doubles the time.
    threshold : "auto" or float, default="auto"
        Probability from which ``predict`` gives a code; "auto" is the best one on the validation
        part by micro-F1.
    warm_start : bool, default=False
        Go on from the last ``fit``, with its words and codes; ``refit`` is then left out.
    callbacks : list of skorch callbacks, default=None
    device : str, default="auto"
        "auto" takes CUDA, else MPS, else the CPU.
    amp : bool, default=False
        bfloat16 where torch's autocast uses it.
    random_state : int, RandomState instance or None, default=None
    verbose : int, default=0
        1 shows a progress bar and skorch's table of epochs.
    net_params : dict, default=None
        Further parameters of the skorch net, for example ``{"iterator_train__batch_size": 8}``.

    Attributes
    ----------
    classes_ : ndarray of shape (n_codes,)
        Names of the codes.
    net_ : skorch net
        ``net_.module_`` is the network.
    tokenizer_ : NoteTokenizer or None
        Fitted; None after token ids without ``vocabulary``.
    vocabulary_ : dict of str to int, or None
    history_ : list of dict
        One row an epoch.
    n_iter_ : int
        Epochs behind the kept weights.
    threshold_ : float
        On the scale of probabilities.
    code_embeddings_ : ndarray of shape (n_codes, n_features)
        Vectors of the codes, where the decoder has them.
    """

    tokenizer: object = None
    vocabulary: object = None
    code_names: object = None
    code_descriptions: object = None
    code_synonyms: object = None
    augmenter: object = None
    embeddings: object = "corpus"
    embedding_dim: int = 100
    freeze_embeddings: bool = False
    code_start: str = "notes"
    dropout: float = 0.2
    prior_bias: bool = True
    loss: object = "bce"
    optimizer: object = "adamw"
    lr: float = 3e-3
    warmup: float | None = None
    weight_decay: float = 0.01
    clip_norm: float | None = 5.0
    evidence_weight: float = 1.0
    r_drop: float = 0.0
    max_epochs: int = 30
    batch_size: int = 16
    accumulate: int = 1
    validation_fraction: float = 0.15
    monitor: str = "mean_average_precision"
    n_iter_no_change: int = 4
    refit: bool = True
    threshold: object = "auto"
    warm_start: bool = False
    callbacks: object = None
    device: str = "auto"
    amp: bool = False
    random_state: object = None
    verbose: int = 0
    net_params: object = None

    _reads_matrices = False
    _reads_sentences = False
    _takes_titles = True
    _learns_evidence = True
    _has_memory = False
    _weighs_words = False
    _needed_to_load = ()  # parameters that a saved coder cannot do without
    _states_dtype = None  # in which what a frozen encoder makes of notes is kept during fit

    # Where metadata is routed, patients reach the coder unless it is told otherwise.
    __metadata_request__fit = {"groups": True}

    def fit(self, X, Y, sample_weight=None, evidence=None, groups=None):
        """Learn to code notes.

        Parameters
        ----------
        X : list, array or Series of str, or integer array of shape (n_notes, length)
            Notes, or their right-padded token ids.
        Y : array, DataFrame or sparse matrix of shape (n_notes, n_codes)
            1 where the note has the code, else 0.
        sample_weight : array-like of shape (n_notes,), default=None
            Weight of each note in the loss; the weights are divided by their mean.
        evidence : sequence of n_notes lists of (code, start, end, ...), default=None
            Gold evidence: where the note's text (for token ids, the sequence) supports a code. The
            attention of a code then learns to rest on it. Notes and codes may lack evidence; that
            of codes which Y does not give the note is left out.
        groups : array-like of shape (n_notes,), default=None
            Patients: all notes of a patient are held out to choose epoch and threshold, or none.

        Returns
        -------
        self
        """
        self._check_parameters()
        if self.warm_start and hasattr(self, "net_"):
            dataset = self._training_set(X, Y, sample_weight, evidence, groups)
            require_positive(dataset.Y)
            return self._keep(continue_network(self, self.net_, dataset, self._seed))
        facts, reader, dataset, seed = learn_facts(self, X, Y, sample_weight, evidence, groups)
        require_positive(dataset.Y)
        make_module = module_maker(self, facts, dataset)
        trained = fit_network(self, make_module, dataset, seed)
        return self._keep(trained, facts, reader, seed, sparse.issparse(Y))

    def partial_fit(self, X, Y, sample_weight=None, evidence=None):
        """Train for one epoch on some notes, without validation.

        The first call fixes the words, their vectors and the codes; later calls reuse them, and
        words that are new then are unknown. A loss that counts notes adds those of each call.

        Parameters
        ----------
        X, Y, sample_weight, evidence
            As in :meth:`fit`; Y has the same columns in every call. Weights are taken as they
            are, so that they count across calls.

        Returns
        -------
        self
        """
        self._check_parameters()
        if hasattr(self, "net_"):
            dataset = self._training_set(X, Y, sample_weight, evidence, scale=False)
            trained = one_epoch(self, self.net_, dataset, self._seed + self.n_iter_)
            return self._keep(replace(trained, threshold=self.threshold_))
        facts, reader, dataset, seed = learn_facts(self, X, Y, sample_weight, evidence, scale=False)
        trained = fit_one_epoch(self, module_maker(self, facts, dataset), dataset, seed)
        return self._keep(trained, facts, reader, seed, sparse.issparse(Y))

    def decision_function(self, X):
        """Logits of the codes.

        Parameters
        ----------
        X : as in :meth:`fit`

        Returns
        -------
        ndarray of float32 of shape (n_notes, n_codes)
        """
        dataset = self._dataset(X)
        return predict_logits(self.net_, dataset)

    def predict_proba(self, X):
        """Probabilities of the codes.

        Parameters
        ----------
        X : as in :meth:`fit`

        Returns
        -------
        ndarray of float32 of shape (n_notes, n_codes)
        """
        scores = self.decision_function(X)
        return expit(scores, out=scores)

    def predict(self, X):
        """Codes whose probability reaches ``threshold_``.

        Parameters
        ----------
        X : as in :meth:`fit`

        Returns
        -------
        ndarray or csr_array of int of shape (n_notes, n_codes)
            Sparse when the coder was fitted on a sparse Y.
        """
        dataset = self._dataset(X)
        blocks, order = [], []
        for places, scores in iter_logits(self.net_, dataset):
            given = expit(scores) >= self.threshold_
            blocks.append(sparse.csr_array(given, dtype=np.int64))
            order.append(places)
        codes = sparse.vstack(blocks, format="csr")[np.argsort(np.concatenate(order))]
        return codes if self._sparse_output else codes.toarray()

    def predict_codes(self, X, top_k=None):
        """Names of each note's codes, most probable first; no (n_notes, n_codes) array is made.

        Parameters
        ----------
        X : as in :meth:`fit`
        top_k : int, default=None
            This many codes a note; None gives those whose probability reaches ``threshold_``.

        Returns
        -------
        list of n_notes lists of code names
        """
        dataset = self._dataset(X)
        check_number(top_k, "top_k", numbers.Integral, low=1, none=True)
        result = [None] * len(dataset)
        for places, scores in iter_logits(self.net_, dataset):
            for place, best in zip(
                places, best_columns(scores, self.threshold_, top_k), strict=True
            ):
                result[place] = self._facts.code_names[best].tolist()
        return result

    def explain(self, X, codes=None, method="attention", top_k=10):
        """Evidence words for the codes of each note.

        Parameters
        ----------
        X : as in :meth:`fit`
        codes : sequence of code names, default=None
            Which codes to explain; None takes the codes that each note is given.
        method : {"attention", "input_x_gradient"}, default="attention"
            Coders without attention use input times gradient.
        top_k : int, default=10
            Words a code, at most.

        Returns
        -------
        list of n_notes lists of (code, probability, evidence)
            Most probable code first. ``evidence`` is a list of (start, end, word, score), strongest
            first, with the word's place in the note's text (for token ids, in the sequence).
        """
        dataset = self._dataset(X)
        check_option(method, "method", METHODS)
        check_number(top_k, "top_k", numbers.Integral, low=1)
        asked = None if codes is None else code_columns(codes, self._facts.code_names)
        chosen = [None] * len(dataset)
        for places, scores in iter_logits(self.net_, dataset):
            found = explained_columns(expit(scores), self.threshold_, asked)
            for place, columns_and_chances in zip(places, found, strict=True):
                chosen[place] = columns_and_chances
        columns = [own for own, _ in chosen]
        names = [self._facts.code_names[own].tolist() for own in columns]
        evidence = evidence_of_notes(
            self.net_.module_, dataset.sequences, self._reader.words(X), columns, method, top_k
        )
        rows = zip(names, (chances for _, chances in chosen), evidence, strict=True)
        return [list(zip(*row, strict=True)) for row in rows]

    def score(self, X, Y, sample_weight=None):
        """Micro-averaged F1 of the predicted codes."""
        dataset = self._dataset(X, Y)
        return micro_f1(dataset.Y, self.predict(X), sample_weight)

    @property
    def code_embeddings_(self):
        """Vectors of the codes, where the decoder has them."""
        decoder = getattr(getattr(self, "net_", None), "module_", None)
        decoder = getattr(decoder, "decoder", None)
        if not hasattr(decoder, "code_embeddings"):
            raise AttributeError(f"{type(self).__name__} has no code_embeddings_ (yet).")
        return decoder.code_embeddings().detach().float().cpu().numpy()

    @classmethod
    def published_params(cls, split="top50"):
        """The published architecture and recipe as parameters.

        Parameters
        ----------
        split : {"top50", "full"}, default="top50"
            MIMIC-III with its 50 most frequent codes, or with all.

        Returns
        -------
        dict
            ``type(coder)(**published_params())`` is the published model.
        """
        raise NotImplementedError(f"{cls.__name__} was never published.")

    def _make_module(self, facts):
        """Compose the network from :class:`~skmedcode.facts.FitFacts`."""
        raise NotImplementedError(f"{type(self).__name__} must define _make_module(facts).")

    def _code_groups(self, code_names):
        """The group of each code and the groups' names, for a network that learns these too."""
        return None, None

    def _slot_texts(self, code_names):
        """The texts of a network that has a memory, or None."""
        return None

    def _learn_codes(self, facts, seed):
        """The facts with what a network asks to be learnt of the codes besides, once in ``fit``."""
        return facts

    def _make_reader(self):
        """What turns X into sequences of ids, not fitted."""
        reads = (self._reads_matrices, self._reads_sentences)
        return NoteReader(self._note_tokenizer(), self.vocabulary, *reads)

    def _make_loss(self, loss, module):
        """The loss of this coder's network, on top of the one that ``loss`` names.

        A network with more outputs than logits gives a tuple, the logits first; what the others
        mean for the loss is said here, ``(outputs, targets) -> (n,)``, and not in the network. What
        is given back must pass ``count_codes(targets)`` on to ``loss``, if it is to serve losses
        that count.
        """
        return loss

    def _learning_rates(self, module):
        """Pairs of a pattern of parameters' names and their learning rate, where it is not lr."""
        return ()

    def _note_tokenizer(self):
        """What reads notes: the parameter, or a coder's own where that is None."""
        return self.tokenizer

    def _load_checkpoint(self, reader, seed):
        """A pretrained model that goes by the reader's ids, and its description; or two None."""
        return None, None

    def _check_parameters(self):
        """Check every parameter; a subclass adds its own."""
        check_training_parameters(self)
        check_augmenter(self.augmenter)

    def _dataset(self, X, Y=None, sample_weight=None, evidence=None, groups=None, scale=True):
        """New notes for a fitted coder, with their codes where there are any."""
        check_is_fitted(self, "net_")
        sequences = self._reader.read(X)
        weight = check_sample_weight(sample_weight, len(sequences), scale)
        groups = check_groups(groups, len(sequences))
        if Y is not None:
            Y, classes = check_codes(Y, len(sequences), self._facts.code_names)
            if not np.array_equal(classes, self._facts.code_names):
                raise ValueError(
                    "Y must have the codes that the coder was fitted with, in that order; "
                    "reorder the columns: Y[coder.classes_]."
                )
        words = learn_evidence(evidence, X, Y, self._reader, self._facts.code_names)
        if words is not None:
            require_attention(self, self.net_.module_)
        return NoteDataset(sequences, Y, weight, words, groups=groups)

    def _training_set(self, X, Y, *args, **options):
        """New notes to train a fitted coder on."""
        dataset = self._dataset(X, Y, *args, **options)
        return dataset.with_documents(learn_documents(self, self._reader, self._facts.code_names))

    def _keep(self, trained, facts=None, reader=None, seed=None, sparse_output=False):
        """Store what was learnt, only after all of it was."""
        if facts is not None:
            self.classes_ = facts.code_names
            self.tokenizer_ = reader.tokenizer
            self.vocabulary_ = reader.vocabulary
            self._reader, self._seed = reader, seed
            self._facts, self._sparse_output = facts.without_notes(), sparse_output
            self._fit_params = self.get_params(deep=False)  # of the network, whatever is set later
            self.n_iter_ = 0
        self.net_ = trained.net
        self.history_ = trained.history
        self.n_iter_ += trained.n_iter
        self.threshold_ = trained.threshold if self.threshold == "auto" else float(self.threshold)
        return self

    def _restore_classes(self, classes):
        """Take over ``classes_`` from a saved coder; here they are the names of the codes."""

    def __sklearn_is_fitted__(self):
        return hasattr(self, "net_")

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        tags.input_tags.one_d_array = True
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False  # not of floats, which is what scikit-learn would pass
        tags.target_tags.two_d_labels = True
        tags.target_tags.one_d_labels = False
        return tags
