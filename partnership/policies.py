"""How a service refuses what a policy has a reason against."""

from django.core.exceptions import ValidationError


def refuse(reason):
    """Raise ValidationError with the sentence that a policy returned; "" refuses nothing."""
    if reason:
        raise ValidationError(reason)
