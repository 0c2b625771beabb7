"""The nodes at which codes are told apart, against sets of codes."""

from hypothesis import given
from hypothesis import strategies as st

from skmedcode.code_systems._tree import code_tree
from skmedcode.coders._code_tree import told_apart


def beneath(parents, n_codes):
    """The codes at or beneath each node, by climbing from each code."""
    sets = [set() for _ in parents]
    for code in range(n_codes):
        node = code
        while node >= 0:
            sets[node].add(code)
            node = parents[node]
    return sets


@given(st.lists(st.integers(-1, 11), min_size=2, max_size=12), st.integers(1, 11), st.randoms())
def test_nodes_that_tell_no_codes_apart_are_one(above, n_codes, random):
    names = [f"n{n}" for n in range(len(above))]
    hierarchy = {
        n: None if a < 0 or p == 0 else names[min(a, p - 1)]
        for p, (n, a) in enumerate(zip(names, above, strict=True))
    }
    codes = random.sample(names, min(n_codes, len(names)))
    tree = code_tree(codes, hierarchy)
    parents, upper, places = told_apart(tree, len(codes))
    full = dict(zip(tree.nodes, beneath(tree.parents.tolist(), len(codes)), strict=True))
    found = beneath(parents.tolist(), len(codes))
    assert set(upper) == set(tree.nodes) - set(codes) - {""} and len(places) == len(upper)
    for name, place in zip([*codes, *upper], [*range(len(codes)), *places], strict=True):
        assert found[place] == full[name]
    kept = [frozenset(own) for own in found[len(codes) :]]
    assert len(set(kept)) == len(kept)  # no two inner nodes say the same
    for node, parent in enumerate(parents):
        assert parent < 0 or found[node] <= found[parent]


def test_numbers_have_no_category():
    parents, names, places = told_apart(code_tree([0, 1, 2], "category"), 3)
    assert parents.tolist() == [-1, -1, -1] and len(names) == len(places) == 0
