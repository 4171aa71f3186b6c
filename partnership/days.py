"""The first and last moment of a local day: a range of moments can use an index, a comparison of days cannot."""

from datetime import datetime, time, timedelta

from django.utils import timezone


def start_of(day):
    """The moment a day (a date) begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day):
    """The last moment of a day, so that everything done on it is included."""
    return start_of(day + timedelta(days=1)) - timedelta(microseconds=1)
