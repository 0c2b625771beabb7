"""Dates in all forms, and what is none."""

import datetime

import numpy as np
import pandas as pd
import pytest

from skmedcode.model_selection._dates import check_dates, period_names

TEXTS = ["2014-03-01", "2012-12-31", "2014-03-01"]
DAYS = [datetime.date(2014, 3, 1), datetime.date(2012, 12, 31), datetime.date(2014, 3, 1)]


@pytest.mark.parametrize(
    "dates",
    [
        TEXTS,
        np.array(TEXTS),
        np.array(TEXTS, dtype=object),
        np.array(TEXTS, dtype="datetime64[D]"),
        np.array(TEXTS, dtype="datetime64[ns]"),
        DAYS,
        [datetime.datetime.combine(day, datetime.time()) for day in DAYS],
        pd.Series(pd.to_datetime(TEXTS)),
        pd.to_datetime(TEXTS),
        pd.Series(TEXTS, index=[7, 8, 9]),
        pd.Series(pd.to_datetime(TEXTS)).dt.tz_localize("UTC"),
        ["2014-03-01T00:00:00Z", "2012-12-31", "2014-03-01T02:00+02:00"],
        ["2014-03", "2012-12-31", "2014-03-01"],
    ],
    ids=range(13),
)
def test_forms(dates):
    expected = np.array(TEXTS, dtype="datetime64[us]")
    np.testing.assert_array_equal(check_dates(dates), expected)


@pytest.mark.parametrize("dates", [[2014, 2012], [2014.5, 2012.0], np.array([2, 1], dtype=object)])
def test_numbers(dates):
    np.testing.assert_array_equal(check_dates(dates), [float(date) for date in dates])


@pytest.mark.parametrize(
    "odd",
    [
        *("SECRET", "", "now", None, np.nan, pd.NaT, "2014-13-01", b"2014", ["2014"]),
        *("201403", "20140301120000", "12"),  # years, to numpy
    ],
)
def test_no_date(odd):
    dates = np.empty(3, dtype=object)
    dates[:] = TEXTS
    dates[1] = odd
    with pytest.raises(ValueError, match="dates must hold a date in each row; row 1 has") as error:
        check_dates(dates)
    assert "SECRET" not in str(error.value) and "13" not in str(error.value)


@pytest.mark.parametrize("dates", [[], "2014-01-01", [["2014-01-01"]]])
def test_shape(dates):
    with pytest.raises(ValueError, match="a date for each note; got an array of shape"):
        check_dates(dates)
    with pytest.raises(ValueError, match="row 0"):
        check_dates([np.nan, 1.0])


def test_periods():
    dates = check_dates(["2014-01-31", "2014-12-01", "2015-04-01"])
    assert period_names(dates, "year").tolist() == ["2014", "2014", "2015"]
    assert period_names(dates, "quarter").tolist() == ["2014-Q1", "2014-Q4", "2015-Q2"]
    assert period_names(dates, "month").tolist() == ["2014-01", "2014-12", "2015-04"]
    assert period_names(check_dates([2014, 2015]), "month").tolist() == ["2014", "2015"]


def test_numbers_of_many_digits_are_periods_of_their_own():
    days = check_dates([20140301, 20140302])
    assert period_names(days, "year").tolist() == ["20140301", "20140302"]
    assert period_names(check_dates([2014.5, 2015.0]), "year").tolist() == ["2014.5", "2015"]
