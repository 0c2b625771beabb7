"""Two decoders side by side: one for the codes, one for their groups."""

from torch import nn

from skmedcode.decoders._label_attention import LabelAttention


class TwoTasks(nn.Module):
    """Codes and groups of codes, each by a decoder of its own on the same hidden states.

    Parameters
    ----------
    codes : nn.Module
        A decoder of the codes, with attention.
    upper : nn.Module
        One of the groups.
    groups : integer Tensor of shape (n_codes,)
        The group of each code; from it the loss derives the targets of the groups.
    """

    is_distribution = True

    def __init__(self, codes, upper, groups):
        super().__init__()
        self.codes = codes
        self.upper = upper
        self.register_buffer("groups", groups)

    @property
    def bias(self):
        """Bias of the codes."""
        return self.codes.bias

    def forward(self, hidden, mask):
        """Logits of codes and of groups.

        Shapes (n, length, in_features), (n, length) -> (n, n_codes), (n, n_groups).
        """
        return self.codes(hidden, mask), self.upper(hidden, mask)

    def attend(self, hidden, mask, codes):
        """Attention of some codes, (n, length, in_features) -> (n, len(codes), length)."""
        return self.codes.attend(hidden, mask, codes)

    def code_embeddings(self):
        """The vectors by which the codes read notes, shape (n_codes, in_features)."""
        return self.codes.code_embeddings()

    def group_embeddings(self):
        """The vectors by which the groups read notes, shape (n_groups, in_features)."""
        return self.upper.code_embeddings()


def two_tasks(in_features, n_codes, *, groups, titles=None, start=None, group_start=None):
    """:class:`TwoTasks` of label attention, from numbers.

    Parameters
    ----------
    in_features : int
    n_codes : int
    groups : integer Tensor of shape (n_codes,)
        The group of each code.
    titles : nn.Module, default=None
    start : Tensor of shape (n_codes, in_features), default=None
        As of :class:`LabelAttention`, of the codes; the groups have no titles.
    group_start : Tensor of shape (n_groups, in_features), default=None
        Where the groups start.

    Returns
    -------
    TwoTasks
        ``(hidden, mask) ->`` logits of codes and of groups.
    """
    codes = LabelAttention(in_features, n_codes, titles=titles, start=start)
    upper = LabelAttention(in_features, int(groups.max()) + 1, start=group_start)
    return TwoTasks(codes, upper, groups)
