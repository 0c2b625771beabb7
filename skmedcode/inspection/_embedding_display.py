"""A picture of code embeddings: do related codes lie together?"""

from collections import Counter

import numpy as np

from skmedcode.code_systems._groups import named_groups
from skmedcode.inspection._axes import COLOURS, MARKERS, axes_for, style
from skmedcode.inspection._labels import part_labels
from skmedcode.inspection._plane import METHODS, in_plane
from skmedcode.utils._validation import check_code_names, check_option


class CodeEmbeddingDisplay:
    """Embeddings of codes in the plane, group by group.

    The codes of a group share a marker and a colour, and thin lines join them to their mean, which
    bears the group's name. Where a network has learnt which codes are related, the lines are short
    and the groups lie apart. Make it by :meth:`from_estimator` or :meth:`from_embeddings`.

    Parameters
    ----------
    points : ndarray of shape (n_codes, 2)
    code_names : ndarray of shape (n_codes,)
    groups : ndarray of shape (n_codes,)
        The name of each code's group.

    Attributes
    ----------
    ax_ : matplotlib axes
    figure_ : matplotlib figure

    See Also
    --------
    CodeLossDisplay : Which codes a coder finds hard, from frequent to rare.
    skmedcode.MTRAMCoder : Learns groups of codes as a second task.

    Notes
    -----
    Two axes cannot show all of a hundred features. Groups that overlap here may still be apart, and
    with t-SNE the distance between groups means nothing.

    Examples
    --------
    >>> import numpy as np
    >>> from skmedcode.inspection import CodeEmbeddingDisplay
    >>> names = ["E11.2", "E11.9", "I10", "I50.1", "I50.9"]
    >>> vectors = np.random.RandomState(0).normal(size=(5, 8))
    >>> display = CodeEmbeddingDisplay.from_embeddings(vectors, names)
    >>> len(display.ax_.collections)  # groups
    3
    """

    def __init__(self, *, points, code_names, groups):
        self.points = points
        self.code_names = code_names
        self.groups = groups

    @classmethod
    def from_estimator(cls, estimator, *, code_groups=None, **options):
        """Draw the codes of a fitted coder.

        Parameters
        ----------
        estimator : fitted coder
            With ``code_embeddings_`` and ``classes_``.
        code_groups : "category", mapping or callable of code name to group, default=None
            Which codes belong together; None takes the groups that the coder has learnt, where it
            learns some, else its parameter of that name, else "category", such as E11 of E11.9.
        **options
            As of :meth:`from_embeddings`.

        Returns
        -------
        CodeEmbeddingDisplay
        """
        if not hasattr(estimator, "code_embeddings_"):
            raise TypeError(
                f"estimator must be fitted and have code_embeddings_; {type(estimator).__name__} "
                "has none (yet). Fit it, or take a network, such as CAMLCoder."
            )
        if code_groups is None:
            code_groups = _own_groups(estimator)
        options["code_groups"] = code_groups
        return cls.from_embeddings(estimator.code_embeddings_, estimator.classes_, **options)

    @classmethod
    def from_embeddings(
        cls,
        embeddings,
        code_names,
        *,
        code_groups="category",
        groups=None,
        method="pca",
        random_state=None,
        ax=None,
        **options,
    ):
        """Draw vectors of codes.

        Parameters
        ----------
        embeddings : array-like of shape (n_codes, n_features)
            Such as ``coder.code_embeddings_``.
        code_names : sequence of length n_codes
        code_groups : "category", mapping or callable of code name to group, default="category"
        groups : sequence of group names, default=None
            Which groups to show; None takes the six with most codes.
        method : {"pca", "tsne"}, default="pca"
            Fitted on the codes that are shown.
        random_state : int, RandomState instance or None, default=None
            For t-SNE.
        ax : matplotlib axes, default=None
        **options
            As of :meth:`plot`.

        Returns
        -------
        CodeEmbeddingDisplay
        """
        check_option(method, "method", METHODS)
        vectors = _check_vectors(embeddings)
        names = check_code_names(code_names, len(vectors))
        numbers, found = named_groups(names, code_groups)
        of_codes = found[numbers]
        shown = np.isin(numbers, _chosen(of_codes.tolist(), found.tolist(), groups))
        if shown.sum() < 2:
            raise ValueError(
                "groups must hold at least 2 codes for a picture, got 1. Name more groups."
            )
        points = in_plane(vectors[shown], method, random_state)
        display = cls(points=points, code_names=names[shown], groups=of_codes[shown])
        return display.plot(ax=ax, **options)

    def plot(self, ax=None, *, group_titles=None, label_codes=False):
        """Draw.

        Parameters
        ----------
        ax : matplotlib axes, default=None
            None makes a figure.
        group_titles : mapping of group name to str, default=None
            Titles of the groups, for the legend.
        label_codes : bool, default=False
            Write each code's name beside its point; for some thirty codes at most.

        Returns
        -------
        self
        """
        ax = axes_for(ax, "CodeEmbeddingDisplay", (7.0, 5.5))
        labels = []
        for number, group in enumerate(dict.fromkeys(self.groups.tolist())):
            inside = np.array([own == group for own in self.groups.tolist()])
            title = f"{group} {(group_titles or {}).get(group, '')}".strip()
            labels.append(_draw_group(ax, self.points[inside], str(group), title, number))
            if label_codes:
                labels += _name_codes(ax, self.points[inside], self.code_names[inside], number)
        ax.set(xticks=[], yticks=[])
        ax.margins(0.08)
        columns = 2 if group_titles else 4
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.01), ncols=columns, frameon=False)
        part_labels(ax, labels)
        self.ax_, self.figure_ = ax, ax.figure
        return self


def _draw_group(ax, points, group, title, number):
    """Draw a group's codes, joined to their mean, and give the mean's label."""
    colour, centre = style(number, COLOURS), points.mean(axis=0)
    for point in points:
        ax.plot(*zip(centre, point, strict=True), color=colour, linewidth=0.6, alpha=0.5, zorder=1)
    ax.scatter(
        *points.T,
        marker=style(number, MARKERS),
        color=colour,
        edgecolors="white",
        linewidths=0.5,
        s=42,
        zorder=2,
        label=f"{title} ({len(points)})",
    )
    box = {"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": colour, "alpha": 0.8}
    options = {"ha": "center", "va": "center", "fontweight": "bold", "zorder": 4, "bbox": box}
    return ax.annotate(group, centre, (0, 0), textcoords="offset points", **options)


def _name_codes(ax, points, names, number):
    options = {"textcoords": "offset points", "fontsize": 7, "color": style(number, COLOURS)}
    pairs = zip(points, names, strict=True)
    return [ax.annotate(str(name), point, (4, 3), **options) for point, name in pairs]


def _own_groups(estimator):
    """The groups that a coder was fitted with, which its parameter may have lost since."""
    facts = getattr(estimator, "_facts", None)
    numbers = getattr(facts, "code_groups", None)
    if numbers is None:
        return getattr(estimator, "code_groups", "category")
    return dict(zip(estimator.classes_.tolist(), facts.group_names[numbers], strict=True))


def _check_vectors(embeddings):
    vectors = np.asarray(embeddings, dtype=np.float64)
    if vectors.ndim != 2 or len(vectors) < 2 or not np.isfinite(vectors).all():
        raise ValueError(
            "embeddings must be finite numbers of shape (n_codes, n_features), n_codes at least 2; "
            f"got shape {vectors.shape}. Pass coder.code_embeddings_."
        )
    return vectors


def _chosen(of_codes, names, groups):
    """Numbers of the groups to show."""
    if groups is None:
        common = Counter(of_codes).most_common(6)
        return [names.index(name) for name, _ in common]
    unknown = [group for group in groups if group not in names]
    if unknown or not len(groups):
        raise ValueError(
            f"groups must be names of code_groups, such as {names[0]!r}; got "
            f"{unknown[0] if unknown else groups!r}. Leave groups out to see the largest."
        )
    return [names.index(group) for group in groups]
