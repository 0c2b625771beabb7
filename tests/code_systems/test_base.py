import pytest

from skmedcode.code_systems import CodeSystem


class Letters(CodeSystem):
    def description(self, code):
        return f"Code {code}"

    def synonyms(self, code):
        return []

    def parent(self, code):
        return code[:-1] or None

    def group(self, code, level):
        return code[:level]


def test_ancestors_follow_the_parents():
    assert Letters().ancestors("abcd") == ["abc", "ab", "a"]
    assert Letters().ancestors("a") == []


@pytest.mark.parametrize("method", ["description", "synonyms", "parent", "group"])
def test_every_method_must_be_written(method):
    part = type("Part", (Letters,), {method: getattr(CodeSystem, method)})
    with pytest.raises(TypeError, match=method):
        part()
