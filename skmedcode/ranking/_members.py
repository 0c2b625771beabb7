"""The members of a RankingCoder."""

from sklearn.base import clone

from skmedcode.ensemble import (
    FrequentCodes,
    as_members,
    check_members,
    default_network,
    default_views,
    equipped,
)

OTHER_EVIDENCE = {"lexicon", "titles"}  # what explain has beside the members


def default_members():
    """Two linear views of all codes, and a network for codes that three notes have."""
    return [*default_views(), ("deep", FrequentCodes(coder=default_network(), min_count=3))]


def ranking_members(coder, classes, seed):
    """Clones of the members with names, titles and seeds, in their order.

    Parameters
    ----------
    coder : RankingCoder
    classes : ndarray of shape (n_codes,)
    seed : int

    Returns
    -------
    list of (name, estimator)

    Raises
    ------
    TypeError, ValueError
        If a member is no estimator, a name stands twice or means something else, or there is
        nothing at all to rank by.
    """
    given = default_members() if coder.members is None else as_members(coder.members, "members")
    check_members(given)
    for name in {name for name, _ in given} & OTHER_EVIDENCE:
        raise ValueError(f"No member may be called {name!r}: explain means something else by it.")
    titles = coder.code_descriptions is not None or coder.code_synonyms is not None
    if not (given or coder.lexicon or titles):
        raise ValueError(
            "RankingCoder needs something to rank by; got members=[] without lexicon and titles. "
            "Leave members at None for its default."
        )
    shared = {"code_names": classes, "code_descriptions": coder.code_descriptions}
    return [(name, equipped(clone(member), shared, seed)) for name, member in given]
