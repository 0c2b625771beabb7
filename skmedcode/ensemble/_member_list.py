"""Members as a user passes them: one estimator, or a list of names and estimators."""

from sklearn.frozen import FrozenEstimator

from skmedcode.ensemble._members import check_member


class MemberParams:
    """``get_params`` and ``set_params`` that reach into lists of members.

    ``linear__words__logistic__C`` then works as it does for one estimator, so that a grid search
    can look inside. ``_sides`` names the parameters that may hold such lists.
    """

    _sides = ()

    def get_params(self, deep=True):
        """Parameters by name.

        Parameters
        ----------
        deep : bool, default=True
            Include those of the members.

        Returns
        -------
        dict
        """
        params = super().get_params(deep=deep)
        for side in self._sides if deep else ():
            for name, member in _pairs(getattr(self, side)):
                params[f"{side}__{name}"] = member
                if hasattr(member, "get_params") and not isinstance(member, type):
                    inner = member.get_params(deep=True).items()
                    params |= {f"{side}__{name}__{key}": value for key, value in inner}
        return params

    def set_params(self, **params):
        """Set parameters by name, those of members too.

        Parameters
        ----------
        **params
            Such as ``deep__lr=1e-3``, or ``linear__words=pipeline``.

        Returns
        -------
        self
        """
        whole = {key: params.pop(key) for key in list(params) if "__" not in key}
        super().set_params(**whole)
        for key in list(params):
            side, _, rest = key.partition("__")
            name, _, inner = rest.partition("__")
            if side in self._sides and getattr(self, side) is None:
                raise ValueError(
                    f"{key} cannot be set while {side} is None, its default. Pass {side}= an "
                    f"estimator of your own first, for example {type(self).__name__}({side}=...)."
                )
            if side not in self._sides or name not in dict(_pairs(getattr(self, side))):
                continue
            value = params.pop(key)
            if inner:
                dict(_pairs(getattr(self, side)))[name].set_params(**{inner: value})
            else:
                members = [(n, value if n == name else m) for n, m in getattr(self, side)]
                setattr(self, side, members)
        return super().set_params(**params)


def _pairs(members):
    """The (name, estimator) pairs of a parameter, none where it holds no list of them."""
    if not isinstance(members, (list, tuple)):
        return []
    return [pair for pair in members if isinstance(pair, tuple) and len(pair) == 2]


def check_sides(coder, defaults):
    """All members of a coder as (name, estimator), names unique.

    Parameters
    ----------
    coder : MemberParams
    defaults : dict of parameter name to estimator or list
        What None stands for.

    Returns
    -------
    list of (str, estimator)
    """
    members = []
    for side, default in defaults.items():
        given = getattr(coder, side)
        members += as_members(default if given is None else given, side)
    if not members:
        raise ValueError(
            f"{type(coder).__name__} needs at least one member; got [] for "
            f"{' and '.join(defaults)}. Leave one of them at None for its default."
        )
    check_members(members)
    return members


def check_members(members):
    """Refuse names that stand twice, and what cannot be a member.

    Parameters
    ----------
    members : list of (str, estimator)
    """
    names = [name for name, _ in members]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"Members must have different names; got {twice[0]!r} more than once.")
    for name, member in members:
        check_member(name, member)


def as_members(given, parameter):
    """One estimator or a list of (name, estimator) as a list.

    Parameters
    ----------
    given : estimator or list of (name, estimator)
    parameter : str
        What messages call it, and the name of one estimator alone.

    Returns
    -------
    list of (name, estimator)
    """
    if not isinstance(given, (list, tuple)):
        return [(parameter, given)]
    for pair in given:
        good = isinstance(pair, (list, tuple)) and len(pair) == 2 and isinstance(pair[0], str)
        if not good or not pair[0] or "__" in pair[0]:
            raise ValueError(
                f"{parameter} must be an estimator or a list of (name, estimator), with names that "
                f"hold no double underscore, got {type(pair).__name__} in the list. "
                f"Pass for example {parameter}=[('first', estimator)]."
            )
    return [tuple(pair) for pair in given]


def takes(member, parameter):
    """Whether a member has a use for a shared parameter; coders without titles refuse them."""
    return parameter != "code_descriptions" or getattr(member, "_takes_titles", True)


def equipped(member, shared, seed):
    """Give a member what it takes and lacks: names, titles, a seed.

    Parameters
    ----------
    member : estimator
        A clone, changed in place.
    shared : dict of str to object
        Parameters for the member itself, each only where it has one that is None.
    seed : int or None
        For every ``random_state`` in it that is None.

    Returns
    -------
    estimator
    """
    if isinstance(member, FrozenEstimator) or not hasattr(member, "get_params"):
        return member
    deep = member.get_params(deep=True)
    new = {
        key: value
        for key, value in shared.items()
        if key in deep and deep[key] is None and value is not None and takes(member, key)
    }
    if seed is not None:
        for key, value in deep.items():
            if key.rpartition("__")[2] == "random_state" and value is None:
                new[key] = seed
    return member.set_params(**new) if new else member
