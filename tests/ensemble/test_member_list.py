"""Lists of members: names, nested parameters, and what each member is given."""

from dataclasses import dataclass

import pytest
from sklearn.base import BaseEstimator, clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import make_pipeline

from skmedcode import AttentionCoder
from skmedcode.ensemble import L1LogisticRegression
from skmedcode.ensemble._member_list import MemberParams, as_members, check_sides, equipped


@dataclass(kw_only=True, eq=False, repr=False)
class Pair(MemberParams, BaseEstimator):
    left: object = None
    right: object = None

    _sides = ("left", "right")


def pipeline():
    return make_pipeline(CountVectorizer(), L1LogisticRegression())


def test_parameters_reach_into_lists_and_single_estimators():
    pair = Pair(left=[("a", pipeline()), ("b", AttentionCoder())], right=AttentionCoder())
    params = pair.get_params()
    assert params["left__a__l1logisticregression__C"] == 30.0
    assert params["left__b"] is pair.left[1][1] and params["right__lr"] == 3e-3
    assert set(pair.get_params(deep=False)) == {"left", "right"}
    pair.set_params(left__a__l1logisticregression__C=2.0, left__b__lr=0.5, right__lr=0.25)
    assert pair.left[0][1][-1].C == 2.0
    assert (pair.left[1][1].lr, pair.right.lr) == (0.5, 0.25)


def test_a_member_can_be_replaced():
    pair = Pair(left=[("a", pipeline()), ("b", AttentionCoder())])
    first = pair.left
    new = AttentionCoder(lr=1.0)
    pair.set_params(left__b=new)
    assert pair.left[1] == ("b", new) and pair.left[0] == first[0]
    assert first[1][1] is not new  # the user's own list stays as it is


def test_a_side_and_its_members_in_one_call():
    pair = Pair().set_params(left=[("a", AttentionCoder())], left__a__lr=0.125)
    assert pair.left[0][1].lr == 0.125


@pytest.mark.parametrize("name", ["left__c__lr", "middle", "left__a__nothing", "right__lr"])
def test_unknown_names_are_refused(name):
    with pytest.raises((ValueError, AttributeError)):
        Pair(left=[("a", AttentionCoder())]).set_params(**{name: 1})


def test_clones_share_nothing():
    pair = Pair(left=[("a", AttentionCoder())])
    other = clone(pair)
    other.set_params(left__a__lr=0.125)
    assert pair.left[0][1].lr == 3e-3


def test_one_estimator_is_named_after_its_side():
    coder = AttentionCoder()
    assert as_members(coder, "left") == [("left", coder)]
    assert as_members([["a", coder]], "left") == [("a", coder)]


def test_defaults_stand_for_none_and_empty_lists_leave_a_side_out():
    coder = AttentionCoder()
    defaults = {"left": [("x", coder)], "right": coder}
    assert [name for name, _ in check_sides(Pair(), defaults)] == ["x", "right"]
    assert [name for name, _ in check_sides(Pair(left=[]), defaults)] == ["right"]


def test_members_are_given_what_they_lack():
    shared = {"code_names": ["a"], "code_descriptions": None}
    member = equipped(AttentionCoder(), shared, 7)
    assert member.code_names == ["a"] and member.random_state == 7
    own = equipped(AttentionCoder(code_names=["b"], random_state=1), shared, 7)
    assert own.code_names == ["b"] and own.random_state == 1
    nested = equipped(make_pipeline(CountVectorizer(), AttentionCoder()), shared, 7)
    assert nested[-1].random_state == 7
    frozen = FrozenEstimator(AttentionCoder())
    assert equipped(frozen, shared, 7).estimator.random_state is None
