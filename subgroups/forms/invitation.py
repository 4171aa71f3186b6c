"""The form for accepting an invitation without an account."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from partnership.models import User
from subgroups.forms.people import PeopleForm
from subgroups.models.invitation import ONE_LINE

NEW_PASSWORD_HINT = (
    "Use at least 12 characters, for example 3 unrelated words. "
    "You can paste it from a password manager."
)


class NewAccountForm(PeopleForm):
    name = forms.CharField(
        label="Your name",
        max_length=200,
        validators=[ONE_LINE],
        error_messages={"required": "Enter your name"},
        help_text="Shown next to everything you write.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Choose a password",
        help_text=NEW_PASSWORD_HINT,
        strip=False,
        error_messages={"required": "Choose a password"},
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data=None, *, invitation):
        self.invitation = invitation
        super().__init__(data, initial={"name": invitation.name})

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("password"):
            person = User(email=self.invitation.email, name=cleaned.get("name", ""))
            try:
                validate_password(cleaned["password"], person)
            except ValidationError as refusal:
                self.add_error("password", refusal)
        return cleaned
