"""The form for choosing which emails someone gets."""

from django import forms

from partnership.forms.base import Checkboxes, Form
from plans.models import ReminderKind
from plans.services.reminder_preferences import CHOSEN

HINTS = {
    ReminderKind.DUE_TODAY: "Sent on the day.",
    ReminderKind.DUE_SOON: "Sent a few days before. Your business manager sets how many.",
    ReminderKind.QUESTIONED: "When someone asks about a return you submitted.",
    ReminderKind.CHALLENGED: "When someone asks you something, or answers, asks again, accepts or closes.",
    ReminderKind.PROPOSED: "When someone proposes a change to an action, or your proposal is decided.",
    ReminderKind.OPENED: "When you are asked to update your actions.",
    ReminderKind.FROZEN: "When reporting has ended and the updates are fixed.",
}


class WishesForm(Form):
    wanted = forms.MultipleChoiceField(
        label="Email me about",
        required=False,
        choices=[(kind.value, kind.label) for kind in CHOSEN],
        widget=Checkboxes(hints={kind.value: hint for kind, hint in HINTS.items()}),
    )
    mark_optional = False
    label_size = "m"
