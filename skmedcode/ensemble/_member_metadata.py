"""What is known of each note besides its text, under the names that members take it by."""

from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import Pipeline
from sklearn.utils.metadata_routing import get_routing_for_object
from sklearn.utils.validation import has_fit_parameter


def weight_parameter(name, member, sample_weight):
    """``sample_weight`` as keywords of a member's ``fit``.

    Parameters
    ----------
    name : str
    member : estimator
    sample_weight : ndarray of shape (n_notes,)

    Returns
    -------
    dict
        Empty for a member that is frozen, or was told ``set_fit_request(sample_weight=False)``.

    Raises
    ------
    TypeError
        If the member takes no weights.
    """
    if isinstance(member, FrozenEstimator):
        return {}
    if isinstance(member, Pipeline):
        step, last = member.steps[-1]
        return _of_step(step, weight_parameter(name, last, sample_weight))
    searched = getattr(member, "estimator", None) if hasattr(member, "cv") else None
    if searched is not None:  # a search passes it on to what it searches over
        return weight_parameter(name, searched, sample_weight)
    if not has_fit_parameter(member, "sample_weight"):
        raise TypeError(
            f"Member {name!r} takes no sample_weight ({type(member).__name__}). Use one that does, "
            "such as L1LogisticRegression, or fit without sample_weight."
        )
    return {} if _declines(member, "sample_weight") else {"sample_weight": sample_weight}


def group_parameter(member, groups):
    """``groups`` as keywords of a member's ``fit``, none where it takes none.

    Parameters
    ----------
    member : estimator
    groups : ndarray of shape (n_notes,)

    Returns
    -------
    dict
    """
    if isinstance(member, Pipeline):
        step, last = member.steps[-1]
        return _of_step(step, group_parameter(last, groups))
    if isinstance(member, FrozenEstimator) or not has_fit_parameter(member, "groups"):
        return {}
    return {} if _declines(member, "groups") else {"groups": groups}


def _of_step(step, options):
    return {f"{step}__{key}": value for key, value in options.items()}


def _declines(member, parameter):
    """Whether its ``set_fit_request`` says no."""
    requests = getattr(get_routing_for_object(member), "fit", None)
    return requests is not None and requests.requests.get(parameter) is False
