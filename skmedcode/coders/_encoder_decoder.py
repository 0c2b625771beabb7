"""A coder made of parts."""

from collections.abc import Mapping
from functools import partial

import torch
from sklearn.utils.validation import check_is_fitted
from torch import nn

from skmedcode.base import BaseCoder, coder
from skmedcode.code_systems._groups import named_groups
from skmedcode.coders._further_codes import further_facts
from skmedcode.coders._joining import join
from skmedcode.coders._parts import (
    CONNECTIONS,
    DECODERS,
    ENCODERS,
    build,
    check_states,
    copied,
    find,
    wants,
)
from skmedcode.decoders import JointAttention, TwoTasks
from skmedcode.losses import GroupLoss, TwoTaskLoss
from skmedcode.module import EncoderDecoder
from skmedcode.utils._validation import check_switch


@coder
class EncoderDecoderCoder(BaseCoder):
    """Encoder x deep connection x decoder x what is known of the codes: any of each.

    The framework by which Ji, Li, Sun, Dong, Taalas, Zhang, Wu, Pitkänen and Marttinen, "A Unified
    Review of Deep Learning for Automated Medical Coding", ACM Computing Surveys 2024, order the
    field. The published coders are rows of that table, and so are networks that nobody has tried.

    Parameters
    ----------
    encoder : str, class, function or nn.Module, default="conv"
        What reads the words: "words" (nothing), "conv", "multi_res_conv", "dilated_conv",
        "gated_conv", "recurrent", "transformer" (from scratch, in chunks); or a class or function
        ``(in_features, **encoder_params)`` whose module gives ``(embedded, mask) -> hidden, mask``
        and has ``out_features``. A module is copied, so that it is never trained itself.
    encoder_params : mapping, default=None
        Numbers of the encoder, such as ``{"num_filters": 50}``.
    connection : str, class or function, default=None
        How ``depth`` layers of the encoder are joined: "stacking", "injection" (of the words into
        each layer), "residual", "highway", "dense"; or "recalibration" of one. A class or function
        gets ``(in_features, make_layer, **connection_params)``. None has one layer.
    connection_params : mapping, default=None
        Numbers of the connection, such as ``{"depth": 3}``.
    decoder : str, class or function, default="label_attention"
        What turns states into codes: "max_pool", "mean_pool", "attention_pool", "last_state",
        "label_attention", "structured_attention" (LAAT), "cross_attention" (PLM-CA), "note_code"
        (GatedCNN-NCI), "joint_attention" (JointLAAT) and "two_tasks" (MT-RAM), which learn groups
        of codes too, or "title_attention", which knows codes by their titles alone, see
        :meth:`add_codes`. Or a class or function ``(in_features, n_codes, **decoder_params)``: one
        that names ``titles``, ``start``, ``groups`` or ``group_start`` among its parameters is
        given these.
    decoder_params : mapping, default=None
        Numbers of the decoder.
    code_groups : "category", mapping or callable of code name to group, default="category"
        For decoders of groups; see :class:`MTRAMCoder`.
    encoder_residual : bool, default=True
        Add the encoder's states to the word embedding by a projection that starts at zero, so that
        a few hundred notes suffice; it needs one state a word. False as most papers have it.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.

    Notes
    -----
    Differs from the authors' code: the survey has none. The parts are those of the coders here, so
    that each of them keeps the departures that its coder lists.

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
    encoder_residual: bool = True

    _needed_to_load = ("encoder", "connection", "decoder")

    def add_codes(self, code_descriptions):
        """Give codes that no training note had, from their titles alone.

        Needs a decoder that knows codes by their titles, such as "title_attention". The codes are
        columns behind the others from now on, in all that the coder predicts and learns.

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
        facts = further_facts(self, code_descriptions)
        decoder.add_titles(facts.title_ids[self._facts.n_codes :])
        for part in self.net_.criterion_.modules():
            if hasattr(part, "add_codes"):  # a loss that counts notes
                part.add_codes(facts.n_codes - self._facts.n_codes)
        self._facts = facts
        self.classes_ = facts.code_names
        return self

    def _check_parameters(self):
        super()._check_parameters()
        check_switch(self.encoder_residual, "encoder_residual")
        for name in ("encoder_params", "connection_params", "decoder_params"):
            params = getattr(self, name)
            if params is not None and not isinstance(params, Mapping):
                raise TypeError(
                    f"{name} must be a mapping of parameter to value, got {type(params).__name__}."
                )
        for make in self._makers():
            if make is None and self.connection_params:
                raise ValueError("connection_params must be None where connection is None.")
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
        return encoder, connection, find(self.decoder, "decoder", DECODERS)

    @property
    def _takes_titles(self):
        return wants(find(self.decoder, "decoder", DECODERS), "titles")

    @property
    def _learns_evidence(self):
        return self._takes_titles and self.decoder != "note_code"

    def _code_groups(self, code_names):
        if not wants(find(self.decoder, "decoder", DECODERS), "groups"):
            return None, None
        return named_groups(code_names, self.code_groups)

    def _make_module(self, facts):
        embedding, known = facts.embedding(), {"dropout": lambda: self.dropout}
        encoder = self._make_encoder(facts.embedding_dim, known)
        is_aligned = check_states(encoder, facts.embedding_dim)
        if self.encoder_residual and not is_aligned:
            raise ValueError(
                "encoder must give one state a word with encoder_residual=True; got another number "
                "of states. Take an odd kernel_size, or encoder_residual=False."
            )
        residual = self.encoder_residual
        connection, width, start = join(facts, encoder, residual=residual, dropout=self.dropout)
        known |= {
            "n_codes": lambda: facts.n_codes,
            "titles": lambda: facts.titles(embedding, width),
            "start": lambda: start,
            "groups": lambda: torch.from_numpy(facts.code_groups),
            "group_start": lambda: None if start is None else facts.of_groups().start(),
        }
        make = self._makers()[-1]
        decoder = build(make, "decoder", width, self.decoder_params, known)
        if self.prior_bias and isinstance(decoder, (JointAttention, TwoTasks)):
            facts.of_groups().start_bias(decoder.upper.bias)
        return EncoderDecoder(
            embedding, encoder, decoder, connection=connection, dropout=self.dropout
        )

    def _make_encoder(self, width, known):
        make, connect, _ = self._makers()
        layer = partial(build, make, "encoder", params=self.encoder_params, known=known)
        if connect is None:
            return layer(width)
        known = known | {"make_layer": lambda: layer}
        return build(connect, "connection", width, self.connection_params, known)

    def _make_loss(self, loss, module):
        if isinstance(module.decoder, JointAttention):
            return GroupLoss(loss, module.decoder.groups)
        if isinstance(module.decoder, TwoTasks):
            return TwoTaskLoss(loss, module.decoder.groups)
        return loss
