"""How a service refuses when a policy gives a reason."""

from django.core.exceptions import ValidationError


def refuse(reason):
    """Raise ValidationError with the sentence that a policy returned; "" raises nothing."""
    if reason:
        raise ValidationError(reason)
