"""JointLAAT."""

import numbers

import torch

from skmedcode.base import coder
from skmedcode.code_systems._groups import named_groups
from skmedcode.coders._laat import LAATCoder
from skmedcode.coders._recipes import laat_recipe
from skmedcode.coders._with_groups import GroupsMixin
from skmedcode.decoders import joint_attention
from skmedcode.losses import GroupLoss
from skmedcode.utils._validation import check_number


@coder
class JointLAATCoder(GroupsMixin, LAATCoder):
    """JointLAAT: LAAT on categories of codes and on codes, learnt together.

    Vu, Nguyen and Nguyen, "A Label Attention Model for ICD Coding from Clinical Text", IJCAI 2020.
    The category of a code is what stands before its dot, or its first three characters; the codes'
    output reads what was said of the categories, and the loss counts both.

    Parameters
    ----------
    hidden_size : int, default=64
    attention_size : int, default=None
    encoder_residual : bool, default=True
        As of :class:`LAATCoder`.
    level_size : int, default=128
        Width in which the codes are told of the categories.

    Attributes
    ----------
    groups_ : ndarray of shape (n_groups,)
        Names of the categories, in the order of :meth:`predict_group_proba`.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.
    LAATCoder : The codes alone.

    Notes
    -----
    Differs from the authors' code:

    - the categories are read off the names of the codes that the coder is fitted on, so that any
      code system with such names will do; codes that have no names, or numbers, are categories of
      their own;
    - ``loss`` gets codes and categories side by side; values a code, such as weights, it must make
      itself, by a method ``count_codes(targets)``;
    - the differences of :class:`LAATCoder`.

    Examples
    --------
    >>> from skmedcode import JointLAATCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = JointLAATCoder(
    ...     code_names=notes.target_names, hidden_size=16, max_epochs=2, random_state=0
    ... )
    >>> coder.fit(notes.data, notes.target).predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    level_size: int = 128

    @classmethod
    def published_params(cls, split="top50"):
        """The recipe of the authors' code on MIMIC-III.

        Parameters
        ----------
        split : {"top50", "full"}, default="top50"

        Returns
        -------
        dict
        """
        return laat_recipe(split, level_size=128)

    def _check_parameters(self):
        super()._check_parameters()
        check_number(self.level_size, "level_size", numbers.Integral, low=1)

    def _code_groups(self, code_names):
        return named_groups(code_names)

    def _make_loss(self, loss, module):
        return GroupLoss(loss, module.decoder.groups)

    def _make_decoder(self, facts, width, titles, start):
        of_groups = facts.of_groups()
        decoder = joint_attention(
            width,
            facts.n_codes,
            groups=torch.from_numpy(facts.code_groups),
            titles=titles,
            start=start,
            group_start=None if start is None else of_groups.start(),
            attention_size=self.attention_size,
            level_size=self.level_size,
        )
        if self.prior_bias:
            of_groups.start_bias(decoder.upper.bias)
        return decoder
