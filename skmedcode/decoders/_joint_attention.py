"""The decoder of JointLAAT: groups of codes first, then the codes."""

import torch
from torch import nn
from torch.nn import functional as F

from skmedcode.decoders._structured_attention import StructuredAttention


class JointAttention(nn.Module):
    """Structured attention of groups and of codes; what is said of the groups helps the codes.

    ``z_c = w_c · M_c + v_c · q + b_c`` with ``q = sigmoid(Q sigmoid(y))``, where ``y`` are the
    logits of the groups and ``M_c`` the weighted mean of code c (Vu, Nguyen and Nguyen, IJCAI
    2020). The loss derives the targets of the groups from ``groups``.

    Parameters
    ----------
    codes : StructuredAttention
    upper : StructuredAttention
        That of the groups.
    groups : integer Tensor of shape (n_codes,)
        The group of each code.
    level_size : int, default=128
        Rows of ``Q``.
    """

    is_distribution = True

    def __init__(self, codes, upper, groups, *, level_size=128):
        super().__init__()
        self.codes = codes
        self.upper = upper
        self.register_buffer("groups", groups)
        self.summary = nn.Parameter(torch.empty(level_size, len(upper.bias)))
        self.from_groups = nn.Parameter(torch.empty(len(codes.bias), level_size))
        bound = len(upper.bias) ** -0.5
        nn.init.uniform_(self.summary, -bound, bound)
        nn.init.normal_(self.from_groups, std=0.03)

    @property
    def bias(self):
        """Bias of the codes."""
        return self.codes.bias

    def forward(self, hidden, mask):
        """Logits of codes and of groups.

        Shapes (n, length, in_features), (n, length) -> (n, n_codes), (n, n_groups).
        """
        of_groups = self.upper(hidden, mask)
        said = F.linear(of_groups.sigmoid(), self.summary).sigmoid()  # (n, level_size)
        return self.codes(hidden, mask) + F.linear(said, self.from_groups), of_groups

    def attend(self, hidden, mask, codes):
        """Attention of some codes, (n, length, in_features) -> (n, len(codes), length)."""
        return self.codes.attend(hidden, mask, codes)

    def code_embeddings(self):
        """The vectors by which the codes read notes, shape (n_codes, attention_size)."""
        return self.codes.code_embeddings()


def joint_attention(
    in_features,
    n_codes,
    *,
    groups,
    titles=None,
    start=None,
    group_start=None,
    attention_size=None,
    level_size=128,
):
    """:class:`JointAttention` from numbers.

    Parameters
    ----------
    in_features : int
    n_codes : int
    groups : integer Tensor of shape (n_codes,)
        The group of each code.
    titles : nn.Module, default=None
    start : Tensor of shape (n_codes, in_features), default=None
        As of :class:`StructuredAttention`, of the codes; the groups have no titles.
    group_start : Tensor of shape (n_groups, in_features), default=None
        Where the groups start.
    attention_size : int, default=None
        As of :class:`StructuredAttention`.
    level_size : int, default=128
        As of :class:`JointAttention`.

    Returns
    -------
    JointAttention
        ``(hidden, mask) ->`` logits of codes and of groups.
    """
    sized = {"attention_size": attention_size}
    codes = StructuredAttention(in_features, n_codes, titles=titles, start=start, **sized)
    n_groups = int(groups.max()) + 1
    upper = StructuredAttention(in_features, n_groups, start=group_start, **sized)
    return JointAttention(codes, upper, groups, level_size=level_size)
