"""How a service refuses when a policy gives a reason."""

from django.core.exceptions import ValidationError


def refuse(reason, *, field=None):
    """Raise ValidationError with the sentence that a policy returned, at a field if one is named; "" raises nothing."""
    if reason:
        raise ValidationError({field: reason} if field else reason)
