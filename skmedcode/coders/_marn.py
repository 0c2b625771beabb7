"""MARN."""

from skmedcode.base import coder
from skmedcode.coders._mt_ram import MTRAMCoder
from skmedcode.losses import FocalLoss
from skmedcode.text import NoteTokenizer


@coder
class MARNCoder(MTRAMCoder):
    """MARN: MT-RAM with focal loss, so that common codes do not drown rare ones.

    Sun, Ji, Cambria and Marttinen, "Multitask Balanced and Recalibrated Network for Medical Code
    Prediction", ACM Transactions on Intelligent Systems and Technology 2022. Only the loss differs
    from :class:`MTRAMCoder`.

    Parameters
    ----------
    code_groups : "category", "ccs", mapping or callable of code name to group, default="category"
    encoder : {"gru", "lstm", "cnn", "multi_res_cnn"}, default="gru"
    hidden_size : int, default=32
    kernel_sizes : sequence of int, default=None
    group_weight : float, default=0.3
    recalibration : bool, default=True
    encoder_residual : bool, default=True
        As of :class:`MTRAMCoder`.

    Attributes
    ----------
    groups_ : ndarray of shape (n_groups,)
        Names of the groups.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.
    MTRAMCoder : The same with binary cross-entropy.
    skmedcode.losses.FocalLoss : The loss; ``loss="focal"`` has any coder learn by it.

    Notes
    -----
    Differs from the authors' code:

    - codes and their absence are not both multiplied by 0.999, which balances nothing;
    - the differences of :class:`MTRAMCoder`.

    Examples
    --------
    >>> from skmedcode import MARNCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = MARNCoder(
    ...     code_names=notes.target_names, hidden_size=8, max_epochs=2, random_state=0
    ... )
    >>> coder.fit(notes.data, notes.target).predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    loss: object = "focal"

    @classmethod
    def published_params(cls, split="top50"):
        """The recipe of the published runs on MIMIC-III.

        ``code_groups="ccs"`` as of :meth:`MTRAMCoder.published_params`.

        Parameters
        ----------
        split : {"top50", "full"}, default="top50"

        Returns
        -------
        dict
        """
        tokenizer = NoteTokenizer(min_df=3, max_length=4000, handle_unknown="unknown")
        own = {"lr": 1e-3, "loss": FocalLoss(reduction="mean"), "tokenizer": tokenizer}
        return super().published_params(split) | own
