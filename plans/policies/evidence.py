"""Whether a file of evidence may be redacted."""

from django.utils import timezone

from plans.models.timescale import date_words


def reason_not_to_redact_file(file):
    if not file.is_redacted:
        return ""
    return f"This file was redacted on {date_words(timezone.localdate(file.redacted_at))}."
