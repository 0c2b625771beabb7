"""A coder made of parts."""

from collections.abc import Mapping
from functools import partial

from sklearn.utils.validation import check_is_fitted
from torch import nn

from skmedcode.base import BaseCoder, coder
from skmedcode.coders._asked import AskedMixin
from skmedcode.coders._code_states import code_states
from skmedcode.coders._further_codes import add_words, further_codes
from skmedcode.coders._joining import join
from skmedcode.coders._on_checkpoint import CheckpointMixin
from skmedcode.coders._parts import (
    CONNECTIONS,
    ENCODERS,
    build,
    check_states,
    copied,
    find,
    loss_of,
    named_in_forward,
)
from skmedcode.coders._told import told_to_decoders
from skmedcode.coders._with_groups import GroupsMixin
from skmedcode.coders._with_memory import MemoryMixin
from skmedcode.coders._with_nodes import NodesMixin
from skmedcode.coders._with_patients import PatientsMixin
from skmedcode.decoders import HierarchicalAttention, JointAttention, TwoTasks
from skmedcode.layers._beside import asked
from skmedcode.module import EncoderDecoder
from skmedcode.text import check_columns
from skmedcode.utils._validation import check_number, check_switch


@coder
class EncoderDecoderCoder(
    AskedMixin, CheckpointMixin, GroupsMixin, MemoryMixin, NodesMixin, PatientsMixin, BaseCoder
):
    """Encoder x deep connection x decoder x what is known of the codes: any of each.

    The framework by which Ji, Li, Sun, Dong, Taalas, Zhang, Wu, Pitkänen and Marttinen, "A Unified
    Review of Deep Learning for Automated Medical Coding", ACM Computing Surveys 2024, order the
    field. The published coders are rows of that table, and so are networks that nobody has tried.

    Parameters
    ----------
    encoder : str, class, function or nn.Module, default="conv"
        What reads the words: "words" (nothing), "conv", "multi_res_conv", "dilated_conv",
        "gated_conv", "recurrent", "transformer" (from scratch, in chunks), "pretrained" (a
        checkpoint of transformers), "capsule", "graph" (of the note's own words), "hierarchical"
        (words, then sentences); or a class or function ``(in_features, **encoder_params)`` whose
        module gives ``(embedded, mask) -> hidden, mask`` and has ``out_features``. A module is
        copied, so that it is never trained itself. One that names ``ids`` or ``sentences`` in
        ``forward`` is given these, see the user guide.
    encoder_params : mapping, default=None
        Numbers of the encoder, such as ``{"num_filters": 50}``. "pretrained" needs a
        ``"checkpoint"``, which is the ``encoder`` of :class:`PLMCACoder`, and takes its other
        parameters of the encoder; ``"pooling"``, "first" or "mean", gives a state a chunk.
    connection : str, class or function, default=None
        How ``depth`` layers of the encoder are joined: "stacking", "injection" (of the words into
        each layer), "residual", "highway", "dense"; or "recalibration" of one. A class or function
        gets ``(in_features, make_layer, **connection_params)``. None has one layer.
    connection_params : mapping, default=None
        Numbers of the connection, such as ``{"depth": 3}``.
    decoder : str, class or function, default="label_attention"
        What turns states into codes: "max_pool", "mean_pool", "attention_pool", "last_state",
        "chunk_pool" (ClinicalBERT), "label_attention", "structured_attention" (LAAT),
        "cross_attention" (PLM-CA), "note_code" (GatedCNN-NCI), "title_queries" (DLAC),
        "described_attention" (DR-CAML), "hyperbolic_graph" (HyperCore), "memory" (C-MemNN);
        "joint_attention" (JointLAAT) and "two_tasks" (MT-RAM), which learn groups of codes too;
        "hierarchical", which goes down the tree above the codes, see :meth:`predict_node_proba`;
        "title_attention", which knows codes by their titles alone, see :meth:`add_codes`. Or a
        class or function ``(in_features, n_codes, **decoder_params)``: what it wants to know
        besides, such as ``titles``, ``start`` or ``groups``, it names among its parameters.
    decoder_params : mapping, default=None
        Numbers of the decoder.
    code_groups : "category", "ccs", mapping or callable of code name to group, default="category"
        For decoders of groups; see :class:`MTRAMCoder`.
    hierarchy : "category", CodeSystem, mapping of code to parent, or None, default="category"
        For decoders that know what stands above a code; see :class:`HyperCoreCoder`.
    knowledge : mapping of code name to str or list of str, or sequence of str, default=None
        For "memory"; see :class:`CMemNNCoder`.
    side_weight : float, default=None
        Weight in the loss of what "two_tasks" (None is 0.3) and "described_attention" (1) learn
        besides.
    encoder_residual : bool, default=True
        Add the encoder's states to the word embedding by a projection that starts at zero, so that
        a few hundred notes suffice; it needs one state a word. False as most papers have it, and
        for a checkpoint.
    note_column : column name, default=None
        X is then a DataFrame with the notes in this column, and what is known of the patients
        besides (age, laboratory values, department) in the others. They move the states that the
        decoder reads, by weights that start at zero.
    column_transformer : transformer, default=None
        Turns the other columns into numbers; it is cloned and fitted on those of the training
        notes. None standardises numbers and booleans, with the median and a further column where
        one is missing, and gives each value of the others that two notes have a column.

    Attributes
    ----------
    feature_names_in_ : ndarray of shape (n_columns,)
        Columns of the training table, where X was one.
    groups_ : ndarray of shape (n_groups,)
        Names of the groups, where the decoder learns groups.
    slot_names_ : list of n_slots names
        Of the memory, where the decoder has one; see :class:`CMemNNCoder`.
    nodes_ : ndarray of shape (n_nodes,)
        Names of what stands above the codes, where the decoder goes down from there.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.

    Notes
    -----
    Differs from the authors' code: the survey has none. The parts are those of the coders here, so
    that each of them keeps the departures that its coder lists.

    :class:`AttentiveLSTMCoder` alone is no row: its words are characters.

    With parts that are functions or modules a coder can be pickled but not saved by
    :func:`skmedcode.save`; with classes it can, and is loaded where these are imported.

    Examples
    --------
    >>> from skmedcode import EncoderDecoderCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = EncoderDecoderCoder(
    ...     encoder="recurrent",
    ...     encoder_params={"hidden_size": 8},
    ...     connection="dense",
    ...     decoder="structured_attention",
    ...     max_epochs=2,
    ...     random_state=0,
    ... )
    >>> coder.fit(notes.data, notes.target).predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    encoder: object = "conv"
    encoder_params: object = None
    connection: object = None
    connection_params: object = None
    decoder: object = "label_attention"
    decoder_params: object = None
    code_groups: object = "category"
    hierarchy: object = "category"
    knowledge: object = None
    side_weight: float | None = None
    encoder_residual: bool = True
    note_column: object = None
    column_transformer: object = None

    _needed_to_load = (
        "encoder",
        "encoder_params",
        "connection",
        "connection_params",
        "decoder",
        "decoder_params",
    )

    def add_codes(self, code_descriptions):
        """Give codes that no training note had, from their titles alone.

        Needs a decoder that knows codes by their titles, such as "title_attention". The codes are
        columns behind the others from now on, in all that the coder predicts and learns. Words of
        their titles that no training note had are known from now on too, if the coder reads notes:
        they start at words that are spelled like them.

        Parameters
        ----------
        code_descriptions : mapping of code name to str

        Returns
        -------
        self
        """
        check_is_fitted(self, "net_")
        decoder = self.net_.module_.decoder
        if not hasattr(decoder, "add_titles"):
            raise ValueError(
                f"decoder must know codes by their titles alone to be told further ones, got "
                f'{self.decoder!r}. Fit with decoder="title_attention" and code_descriptions.'
            )
        facts, reader = further_codes(self, code_descriptions)
        add_words(self.net_, self._reader, reader)
        decoder.add_titles(facts.title_ids[self._facts.n_codes :])
        for part in self.net_.criterion_.modules():
            if hasattr(part, "add_codes"):  # a loss that counts notes
                part.add_codes(facts.n_codes - self._facts.n_codes)
        self._facts, self._reader = facts, reader
        self.classes_ = facts.code_names
        self.tokenizer_, self.vocabulary_ = reader.tokenizer, reader.vocabulary
        return self

    def _check_parameters(self):
        super()._check_parameters()
        check_switch(self.encoder_residual, "encoder_residual")
        check_number(self.side_weight, "side_weight", low=0, none=True)
        check_columns(self.note_column, self.column_transformer)
        for name in ("encoder_params", "connection_params", "decoder_params"):
            params = getattr(self, name)
            if params is not None and not isinstance(params, Mapping):
                raise TypeError(
                    f"{name} must be a mapping of parameter to value, got {type(params).__name__}."
                )
        for make in self._makers():
            if make is None and self.connection_params:
                raise ValueError("connection_params must be None where connection is None.")
        self._check_checkpoint()
        if self.code_descriptions is not None and not self._takes_titles:
            raise ValueError(
                f"code_descriptions must be None with decoder={self.decoder!r}, which has no place "
                'for them; decoder="label_attention" reads titles.'
            )

    def _makers(self):
        """What makes the encoder, the connection and the decoder."""
        encoder = self.encoder
        if isinstance(encoder, nn.Module):
            if self.encoder_params:
                raise ValueError("encoder_params must be None where encoder is a module.")
            encoder = copied(encoder)
        encoder = find(encoder, "encoder", ENCODERS)
        connection = self.connection
        if connection is not None:
            connection = find(connection, "connection", CONNECTIONS)
        return encoder, connection, self._make_decoder

    @property
    def _reads_sentences(self):
        encoder, connection, _ = self._makers()
        own = self.encoder if isinstance(self.encoder, nn.Module) else encoder
        return any("sentences" in named_in_forward(part) for part in (own, connection))

    def _make_module(self, facts):
        encoder = self._make_encoder(facts, facts.embedding_dim)
        embedding = encoder.embedding if self._is_pretrained else facts.embedding()
        self._check_states(encoder, facts.embedding_dim)
        connection, width, start = join(
            facts, encoder, residual=self.encoder_residual, dropout=self.dropout
        )
        if self._starts_at_states and not self.encoder_residual:
            start = code_states(facts, embedding, encoder)
        make_encoder = partial(self._make_encoder, facts)
        dropout = 0.0 if self._is_pretrained else self.dropout  # of the words
        known = {"dropout": lambda: dropout if self.encoder_residual else self.dropout}
        known |= told_to_decoders(facts, embedding, width, start, make_encoder)
        decoder = build(self._make_decoder, "decoder", width, self.decoder_params, known)
        if self._is_pretrained and encoder.pooling is not None and hasattr(decoder, "attend"):
            raise ValueError(
                f"decoder must have no attention over words where encoder_params has pooling="
                f'{encoder.pooling!r}, a state a chunk; got {self.decoder!r}. Take "chunk_pool".'
            )
        if self.prior_bias and isinstance(decoder, (JointAttention, TwoTasks)):
            facts.of_groups().start_bias(decoder.upper.bias)
        if self.prior_bias and isinstance(decoder, HierarchicalAttention):
            facts.start_node_bias(decoder.nodes.bias)
        parts = {"connection": connection, "patient": self._patient_part(facts, width)}
        return EncoderDecoder(embedding, encoder, decoder, dropout=dropout, **parts)

    def _make_encoder(self, facts, width):
        if self._is_pretrained:
            return self._checkpoint_encoder(facts)
        make, connect, _ = self._makers()
        known = {"dropout": lambda: self.dropout}
        layer = partial(build, make, "encoder", params=self.encoder_params, known=known)
        if connect is None:
            return layer(width)
        known = known | {"make_layer": lambda: layer}
        return build(connect, "connection", width, self.connection_params, known)

    def _check_states(self, encoder, width):
        """Refuse an encoder that does not fit in words, or in what is to follow."""
        if "sentences" in asked(encoder) and not self._reads_sentences:
            raise ValueError(
                "encoder must be a name, a class or a module to be given the sentences of notes, "
                'got a function. Pass the class itself, or encoder="hierarchical", and its numbers '
                "as encoder_params."
            )
        if check_states(encoder, width):
            return
        if self.encoder_residual:
            raise ValueError(
                "encoder must give one state a word with encoder_residual=True; got another number "
                "of states. Take an odd kernel_size, or encoder_residual=False."
            )

    def _make_loss(self, loss, module):
        return loss_of(module.decoder, loss, self.side_weight)
