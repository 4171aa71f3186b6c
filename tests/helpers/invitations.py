"""What refuses an invitation, and what the security log has of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from partnership.models import SecurityEvent

PASSWORD = "seven green bicycles"
WEEK = timedelta(days=7)


def refusal(call, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        call(*args, **kwargs)
    return refused.value.messages


def kinds():
    return list(SecurityEvent.objects.order_by("pk").values_list("kind", flat=True))
