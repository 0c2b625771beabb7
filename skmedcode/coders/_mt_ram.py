"""MT-RAM."""

import numbers

import torch

from skmedcode.base import BaseCoder, coder
from skmedcode.code_systems._groups import named_groups
from skmedcode.coders._joining import join
from skmedcode.coders._recipes import mimic_recipe
from skmedcode.coders._with_groups import GroupsMixin
from skmedcode.decoders import two_tasks
from skmedcode.encoders import (
    ConvEncoder,
    MultiResConvEncoder,
    RecalibratedEncoder,
    RecurrentEncoder,
)
from skmedcode.losses import TwoTaskLoss
from skmedcode.module import EncoderDecoder
from skmedcode.utils._validation import (
    check_number,
    check_odd_sizes,
    check_option,
    check_switch,
)

KERNEL_SIZES = {"cnn": (3,), "multi_res_cnn": (3, 5, 9)}


@coder
class MTRAMCoder(GroupsMixin, BaseCoder):
    """MT-RAM: codes and groups of codes as two tasks, over recalibrated hidden states.

    Sun, Ji, Cambria and Marttinen, "Multitask Recalibrated Aggregation Network for Medical Code
    Prediction", ECML PKDD 2021. One encoder is shared; its states are weighed by the recalibrated
    aggregation module, and each task has its own attention. The second task is made from Y: a note
    has a group if it has a code of it.

    Parameters
    ----------
    code_groups : "category", "ccs", mapping or callable of code name to group, default="category"
        The second task. "category" reads it off the names of ICD codes, such as E11 of E11.9. "ccs"
        takes the CCS of diagnoses of ICD-9-CM or the CCSR of ICD-10-CM, whichever `infer` tells
        (extra ``codes``); ``partial(system.group, level="chapter")`` any level of a code system.
        Codes without a group are groups of their own, and a warning counts them.
    encoder : {"gru", "lstm", "cnn", "multi_res_cnn"}, default="gru"
        What the tasks share: a recurrent network in both directions, the convolution of CAML, or
        those of MultiResCNN.
    hidden_size : int, default=32
        Units of the recurrent network in each direction; filters of each convolution.
    kernel_sizes : sequence of int, default=None
        Odd; words that the filters of a convolution see. None takes (3,) for "cnn", one size as in
        CAML, and (3, 5, 9) for "multi_res_cnn".
    group_weight : float, default=0.3
        Weight of the second task's loss, between 0 and 1; the first has the rest.
    recalibration : bool, default=True
        Without it, the tasks read the encoder's states as they are.
    encoder_residual : bool, default=True
        Add the states to the word embedding by a projection that starts at zero, so that a few
        hundred notes suffice. False as published.

    Attributes
    ----------
    groups_ : ndarray of shape (n_groups,)
        Names of the groups, in the order of :meth:`predict_group_proba`.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.
    skmedcode.code_systems.read_ccs : The CCS from files of HCUP, procedures too.
    MARNCoder : The same with focal loss.
    JointLAATCoder : Groups whose logits the codes read.

    Notes
    -----
    Differs from the authors' code:

    - padding is masked, in the attention, between the convolutions and in the statistics of the
      batch normalisation, so a note's codes do not depend on its neighbours in the batch;
    - early stopping watches micro F1, where the authors' watches macro F1;
    - the second task is any grouping of the codes, not a second table of the CCS. There diagnoses
      and procedures share numbers, so that unlike groups fall into one; names keep them apart here;
    - the unused biases of the attentions are left out;
    - the blocks upwards are convolutions, which is what transposed convolutions with a step of one
      are;
    - the authors' printed command would leave out the module and one direction;
      ``published_params()`` has both, as in the paper;
    - ``published_params()`` starts from vectors of the training notes, not from word2vec;
    - defaults suit a few hundred notes.

    Examples
    --------
    >>> from skmedcode import MTRAMCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = MTRAMCoder(
    ...     code_names=notes.target_names, hidden_size=8, max_epochs=2, random_state=0
    ... )
    >>> coder.fit(notes.data, notes.target).predict_proba(notes.data[:2]).shape
    (2, 4)
    >>> coder.predict_group_proba(notes.data[:2]).shape == (2, len(coder.groups_))
    True
    """

    code_groups: object = "category"
    encoder: str = "gru"
    hidden_size: int = 32
    kernel_sizes: object = None
    group_weight: float = 0.3
    recalibration: bool = True
    encoder_residual: bool = True

    @classmethod
    def published_params(cls, split="top50"):
        """The recipe of the published runs on MIMIC-III.

        ``code_groups="ccs"`` needs the names of the codes, and the extra ``codes`` at ``fit``. It
        knows diagnoses alone; ``read_ccs`` reads the CCS of procedures from a file of yours.

        Parameters
        ----------
        split : {"top50", "full"}, default="top50"

        Returns
        -------
        dict
        """
        return mimic_recipe(
            split,
            lr=8e-3,
            optimizer="adamw",
            clip_norm=1.0,
            max_epochs=50,
            monitor="f1_micro",
            freeze_embeddings=True,
            code_groups="ccs",
            encoder="gru",
            hidden_size=300,
            group_weight=0.3,
            encoder_residual=False,
        )

    def _check_parameters(self):
        super()._check_parameters()
        check_option(self.encoder, "encoder", ["gru", "lstm", *KERNEL_SIZES])
        check_number(self.hidden_size, "hidden_size", numbers.Integral, low=1)
        if self.kernel_sizes is not None:
            check_odd_sizes(self.kernel_sizes, "kernel_sizes")
            if self.encoder == "cnn" and len(self.kernel_sizes) > 1:
                raise ValueError(
                    f"kernel_sizes must be one size with encoder='cnn', got {self.kernel_sizes!r}. "
                    "Take encoder='multi_res_cnn' for several."
                )
        check_number(self.group_weight, "group_weight", low=0, high=1)
        check_switch(self.recalibration, "recalibration")
        check_switch(self.encoder_residual, "encoder_residual")

    def _make_encoder(self, facts):
        width = facts.embedding_dim
        if self.encoder in ("gru", "lstm"):
            return RecurrentEncoder(width, hidden_size=self.hidden_size, cell=self.encoder)
        sizes = self.kernel_sizes or KERNEL_SIZES[self.encoder]
        if self.encoder == "cnn":
            return ConvEncoder(width, num_filters=self.hidden_size, kernel_size=sizes[0])
        return MultiResConvEncoder(
            width, kernel_sizes=sizes, num_filters=self.hidden_size, dropout=self.dropout
        )

    def _code_groups(self, code_names):
        return named_groups(code_names, self.code_groups)

    def _make_module(self, facts):
        embedding, encoder = facts.embedding(), self._make_encoder(facts)
        if self.recalibration:
            encoder = RecalibratedEncoder(encoder, dropout=self.dropout)
        connection, width, start = join(
            facts, encoder, residual=self.encoder_residual, dropout=self.dropout
        )
        of_groups = facts.of_groups()
        decoder = two_tasks(
            width,
            facts.n_codes,
            groups=torch.from_numpy(facts.code_groups),
            titles=facts.titles(embedding, width),
            start=start,
            group_start=None if start is None else of_groups.start(),
        )
        if self.prior_bias:
            of_groups.start_bias(decoder.upper.bias)
        return EncoderDecoder(
            embedding, encoder, decoder, connection=connection, dropout=self.dropout
        )

    def _make_loss(self, loss, module):
        return TwoTaskLoss(loss, module.decoder.groups, self.group_weight)
