"""Processes where there can be some, and never threads in their place."""

import pytest
from joblib import Parallel, delayed, parallel_config

from skmedcode.utils._processes import process_count


@pytest.mark.parametrize("n_jobs", [None, 1, 2, -1])
def test_processes_are_as_many_as_asked_for(n_jobs):
    assert process_count(n_jobs) == n_jobs
    with parallel_config("loky", n_jobs=2):
        assert process_count(n_jobs) == n_jobs


def test_threads_are_not_taken():
    with parallel_config("threading"):
        assert process_count(2) == 1


def test_inside_a_process_of_joblib_there_is_one():
    assert Parallel(n_jobs=2)(delayed(process_count)(2) for _ in range(2)) == [1, 1]
