"""A seat on a group, held by a person, or by a title without a person, from one day until another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from partnership.history import TrackedModel, TrackedQuerySet
from partnership.models import Agency
from partnership.models.membership import has_ended, runs
from partnership.permissions import Role
from partnership.statements import Given, Statement


class SeatQuerySet(TrackedQuerySet):
    def visible_to(self, user, *, on):
        return self.filter(group__partnership__in=user.partnership_ids(on))

    def running(self, on):
        """Those that have begun and not ended on the day ``on``; the last day still counts.

        One that was ended by hand is over from that moment, whatever the day.
        """
        return self.lasting(on).filter(Q(since=None) | Q(since__lte=on))

    def lasting(self, on):
        """Those that have not ended on the day ``on``: running, or still to begin."""
        return self.filter(Q(until=None) | Q(until__gte=on), ended_at=None)

    def at_address(self, *, slug, pk):
        return self.filter(pk=pk, group__partnership__slug=slug).select_related(
            "group__partnership__house_style", "holder"
        )


class Seat(TrackedModel):
    NAME_FIELDS = ("title", "holder", "role")

    class SeatRole(models.TextChoices):
        CHAIR = "chair", "Chair"
        JOINT_CHAIR = "joint_chair", "Joint chair"
        DEPUTY = "deputy", "Deputy chair"
        MEMBER = "member", "Member"
        PARTICIPANT_OBSERVER = "participant_observer", "Participant observer"
        OBSERVER = "observer", "Observer"

    CHAIRING = {SeatRole.CHAIR, SeatRole.JOINT_CHAIR, SeatRole.DEPUTY}

    group = models.ForeignKey("subgroups.Group", on_delete=models.CASCADE, related_name="seats")
    title = models.CharField(
        max_length=200,
        blank=True,
        help_text="The representative’s title in the partnership’s arrangements.",
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seats",
    )
    role = models.CharField(max_length=20, choices=SeatRole, default=SeatRole.MEMBER)
    places = models.PositiveSmallIntegerField(
        default=1, help_text="How many people share this title."
    )
    since = models.DateField("from", null=True, blank=True)
    until = models.DateField(
        "until", null=True, blank=True, help_text="The last day. Leave blank if they still have it."
    )
    ended_at = models.DateTimeField("ended manually", null=True, editable=False)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
                name="seat_ends_after_it_begins",
                violation_error_message="A seat cannot end before it begins.",
            ),
            models.CheckConstraint(
                condition=~Q(title="") | Q(holder__isnull=False),
                name="seat_has_a_title_or_a_holder",
                violation_error_message="Enter a person, or the title of the representative.",
            ),
        ]

    def __str__(self):
        return f"{self.title or self.holder}, {self.get_role_display().lower()}"

    @property
    def gives(self):
        """The Role the seat gives in its group; an observer's gives no more than a member's."""
        return Role.CHAIR if self.role in self.CHAIRING else Role.GROUP_MEMBER

    @property
    def partnership(self):
        return self.group.partnership

    @property
    def rank(self):
        """Its position among the roles of a group: 0 for the chair."""
        return list(self.SeatRole).index(self.role)

    def runs(self, *, on):
        """Whether it has begun and not ended on the day ``on``, as ``SeatQuerySet.running``."""
        return runs(self, on=on)

    def has_ended(self, *, on):
        return has_ended(self, on=on)

    def roles_of(self, user, *, on):
        return self.group.roles_of(user, on=on)

    def history_home(self):
        return "group", self.group_id

    def partnership_pk(self):
        return self.group.partnership_id


def seats_of(user, *, on):
    """The seats a person holds on the day ``on``: fetched once a request."""
    if getattr(user, "_seats", (None,))[0] != on:
        user._seats = (on, _RUNNING.records(holder=user.pk, on=on))
    return user._seats[1]


# Most pages ask for them, so the text is made once a process.
_RUNNING = Statement(
    lambda: (
        Seat.objects.running(Given("on", models.DateField()))
        .filter(holder=Given("holder"))
        .select_related("group")
    )
)
