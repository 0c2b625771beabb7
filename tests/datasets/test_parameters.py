import numpy as np
import pytest

from skmedcode.datasets._parameters import check_choice, check_code_names


def test_choice():
    check_choice("subset", "dev", {"train": 1, "dev": 2})
    with pytest.raises(ValueError, match=r"subset must be one of 'train', 'dev'\. Got 'test'"):
        check_choice("subset", "test", {"train": 1, "dev": 2})


def test_code_names():
    assert check_code_names(None) is None
    assert check_code_names(np.array(["b", "a"], dtype=object)) == ["b", "a"]


@pytest.mark.parametrize("code_names", ["b", [1], ["a", None]])
def test_code_names_that_are_no_codes(code_names):
    with pytest.raises(ValueError, match="code_names must be a sequence of codes"):
        check_code_names(code_names)


def test_code_names_that_repeat():
    with pytest.raises(ValueError, match="must not repeat a code"):
        check_code_names(["a", "a"])
