"""Which e-mails somebody wants."""

from django import forms

from partnership.forms.base import Checkboxes, Form
from plans.models import ReminderKind
from plans.services.reminder_preferences import CHOSEN

HINTS = {
    ReminderKind.DUE_TODAY: "On the day itself.",
    ReminderKind.DUE_SOON: "Some days before. Your business manager sets how many.",
    ReminderKind.QUESTIONED: "Somebody has asked about a return you submitted.",
    ReminderKind.CHALLENGED: "Somebody asks you, or has answered, asked again, accepted or closed.",
    ReminderKind.PROPOSED: "Another timescale, lead, measure or wording for an action.",
    ReminderKind.OPENED: "You are asked how your actions are going.",
    ReminderKind.FROZEN: "The round is over, and what was said is kept.",
}


class WishesForm(Form):
    wanted = forms.MultipleChoiceField(
        label="E-mail me about",
        required=False,
        choices=[(kind.value, kind.label) for kind in CHOSEN],
        widget=Checkboxes(hints={kind.value: hint for kind, hint in HINTS.items()}),
    )
    mark_optional = False
    label_size = "m"
