"""Forms about people. They check the shape of input; the services apply the rules."""

from django import forms

from partnership.forms.base import Form, Radios, say_plainly
from partnership.models import Membership, User
from partnership.permissions import Role
from subgroups.models import Seat
from subgroups.models.invitation import ONE_LINE

ROLE_HINTS = {
    Role.BUSINESS_MANAGER: "Looks after the plan, the people and the yearly report.",
    Role.EXECUTIVE: "Reads everything, including drafts and draft reports.",
    Role.SCRUTINEER: "Reads everything, and writes an assessment that nobody else can change.",
    Role.MEMBER: "Reads agreed plans, and updates what they, their group, post or agency lead.",
}
SEATS_AT_ONCE = 3


class PeopleForm(Form):
    """What the forms below share: bold labels, and a service's error beside the field it is about."""

    label_size = "s"

    def values(self):
        """The service's keyword arguments, except ``by``."""
        return dict(self.cleaned_data)

    def ask(self, **fields):
        """Add fields whose choices are the partnership's own."""
        for name, field in fields.items():
            say_plainly(field)
            self.fields[name] = field


class AgencyChoice(forms.ModelChoiceField):
    """An agency of the partnership, without those succeeded by others, except ``now``."""

    def __init__(self, partnership, *, now=None):
        super().__init__(
            partnership.agency_set.to_choose(chosen=now and now.pk),
            label="Agency",
            required=False,
            empty_label="No agency",
            help_text="The organisation they work for or represent. They can update what it leads.",
        )


def role_field():
    return forms.ChoiceField(
        label="Role",
        choices=Membership.ROLES,
        widget=Radios(hints=ROLE_HINTS),
        error_messages={"required": "Choose a role"},
    )


class InvitationForm(PeopleForm):
    """Fields ``group_0``, ``seat_0``, ``group_1`` … for the seats of the invitation; rows may stay empty."""

    mark_optional = False  # the page marks agency and seats as optional itself

    name = forms.CharField(
        label="Name",
        max_length=200,
        validators=[ONE_LINE],
        error_messages={"required": "Enter a name"},
    )
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="Their own work email address. They will use it to sign in.",
        error_messages={"required": "Enter an email address"},
        widget=forms.EmailInput(attrs={"spellcheck": "false"}),
    )

    def __init__(self, data=None, *, partnership):
        super().__init__(data)
        self.ask(role=role_field(), agency=AgencyChoice(partnership))
        groups = partnership.group_set.all()
        for number in range(SEATS_AT_ONCE):
            self._ask_row(number, groups)

    def _ask_row(self, number, groups):
        group = forms.ModelChoiceField(
            groups, label=f"Group {number + 1}", required=False, empty_label="No group"
        )
        seat = forms.ChoiceField(
            label=f"Seat on group {number + 1}",
            choices=Seat.SeatRole,
            required=False,
            initial=Seat.SeatRole.MEMBER,
        )
        self.ask(**{f"group_{number}": group, f"seat_{number}": seat})

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    @property
    def person_fields(self):
        return [self[name] for name in ("name", "email", "role", "agency")]

    @property
    def seat_rows(self):
        return [(self[f"group_{n}"], self[f"seat_{n}"]) for n in range(SEATS_AT_ONCE)]

    def clean(self):
        cleaned = super().clean()
        groups = [cleaned.get(f"group_{number}") for number in range(SEATS_AT_ONCE)]
        for number, group in enumerate(groups):
            if group and group in groups[:number]:
                self.add_error(f"group_{number}", f"{group} has been chosen twice")
        return cleaned

    def values(self):
        cleaned = self.cleaned_data
        rows = [(cleaned[f"group_{n}"], cleaned[f"seat_{n}"]) for n in range(SEATS_AT_ONCE)]
        return {
            **{name: cleaned[name] for name in ("name", "email", "role", "agency")},
            "seats": [(group, seat or Seat.SeatRole.MEMBER) for group, seat in rows if group],
        }


class ReasonForm(PeopleForm):
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Everyone who can read the history will see this.",
    )


class MembershipForm(ReasonForm):
    """Role and agency of a member; people cannot choose another role for themselves."""

    version = forms.IntegerField(label="Version", widget=forms.HiddenInput)

    def __init__(self, data=None, *, membership, own):
        self.membership = membership
        super().__init__(data)
        if not own:
            self.ask(role=role_field())
        self.ask(agency=AgencyChoice(membership.partnership, now=membership.agency))
        self.fields["reason"].label = "Reason for the change"
        self.order_fields(["role", "agency", "reason", "version"])
        self.initial = {name: getattr(membership, name) for name in ("role", "agency", "version")}

    def values(self):
        values = {"role": self.membership.role, **self.cleaned_data}
        values["seen"] = values.pop("version")
        return values


class EndForm(ReasonForm):
    """Ending a membership; ending one's own asks for confirmation."""

    sure = forms.BooleanField(
        label="I understand that I cannot undo this myself",
        help_text="You will lose access as soon as you confirm.",
    )

    def __init__(self, data=None, *, own):
        super().__init__(data)
        self.fields["reason"].label = "Reason for ending it"
        self.fields["reason"].required = True
        self.fields["reason"].error_messages["required"] = (
            "Enter a reason for ending the membership"
        )
        if not own:
            del self.fields["sure"]

    def values(self):
        return {"reason": self.cleaned_data["reason"]}


class SeatForm(ReasonForm):
    def __init__(self, data=None, *, partnership):
        super().__init__(data)
        self.ask(
            group=forms.ModelChoiceField(
                partnership.group_set.all(),
                label="Group",
                empty_label="Choose a group",
                error_messages={"required": "Choose a group"},
            ),
            role=forms.ChoiceField(
                label="Seat", choices=Seat.SeatRole, initial=Seat.SeatRole.MEMBER, widget=Radios()
            ),
        )
        self.fields["reason"].label = "Reason for giving the seat"
        self.order_fields(["group", "role", "reason"])


class SuccessorForm(PeopleForm):
    """The successor: sent by GET, so that the page can show what would move first."""

    def __init__(self, data=None, *, membership, on):
        super().__init__(data)
        running = membership.partnership.membership_set.running(on).exclude(user=membership.user)
        people = User.objects.filter(memberships__in=running).distinct()
        to = forms.ModelChoiceField(
            people,
            label="Hand over to",
            empty_label="Choose a person",
            error_messages={"required": "Choose a person"},
        )
        self.ask(to=to)


class HandOverForm(SuccessorForm, ReasonForm):
    """The confirmation below what would move; ``mark`` is a digest of what the page showed."""

    mark = forms.CharField(label="What was shown", widget=forms.HiddenInput, max_length=20_000)
    end = forms.BooleanField(
        label="End their membership too",
        required=False,
        help_text="They lose access immediately. Their name stays on what they did.",
    )

    def __init__(self, data=None, *, membership, on, may_end):
        super().__init__(data, membership=membership, on=on)
        self.fields["to"].widget = forms.HiddenInput()
        self.fields["reason"].label = "Reason for the handover"
        if not may_end:
            del self.fields["end"]
        self.order_fields(["to", "mark", "end", "reason"])
