"""The first and last moment of a local day: a range of moments can use an index, a comparison of days cannot."""

from argparse import ArgumentTypeError
from datetime import date, datetime, time, timedelta

from django.utils import timezone


def start_of(day):
    """The moment a day (a date) begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day):
    """The last moment of a day, so that everything done on it is included."""
    return start_of(day + timedelta(days=1)) - timedelta(microseconds=1)


def day_of_command(words):
    """The day of a command's option; of no year that moments around it could not be computed in."""
    try:
        day = date.fromisoformat(words)
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2200:
        raise ArgumentTypeError("write a day from 1900 to 2200 as 2026-12-01")
    return day
