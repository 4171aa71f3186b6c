"""A lead: who is responsible for an action, or for all the actions of a priority."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnership.models import Agency, Post
from plans.leads.rules import LEADING
from plans.models.action import Action
from plans.models.plan import PlanRecord
from plans.models.priority import Priority
from subgroups.models import Group

NAMED = ("group", "post", "agency", "person")  # those who are on the partnership's lists


def one_named(names):
    """Condition: exactly one of these foreign keys is set."""
    found = Q()
    for name in names:
        found |= Q(**{f"{other}__isnull": other != name for other in names})
    return found


def none_named(names):
    """Condition: none of these foreign keys is set."""
    return Q(**{f"{name}__isnull": True for name in names})


def lead_of(part):
    """A NamedLead of ``plans.leads.aliases`` as set_leads takes it, without its role."""
    return {leader_kind(part.who): part.who} if part.who else {"words": part.words}


def leader_kind(record):
    """The name of the field of a Lead that holds such a record: “group”, “post”, “agency” or “person”."""
    name = record._meta.model_name
    return "person" if name == "user" else name


def leader_key(record):
    """“group-3”: what tells a group, post, agency or person from all others in a list of choices."""
    return f"{leader_kind(record)}-{record.pk}"


class Lead(PlanRecord):
    """Exactly one of a group, a post, an agency, a person, or words if the plan names none of these.

    The person is a member of the partnership, or was one when the plan was closed.
    """

    PART_OF = ("action", "priority")
    NAME_FIELDS = (*NAMED, "words")
    NAMED = NAMED
    WHO = (*NAMED, "words")

    class LeadRole(models.TextChoices):
        LEAD = "lead", "Lead"
        JOINT = "joint", "Joint lead"
        VIA = "via", "Via"
        OVERSEES = "oversees", "Oversees"
        CONTRIBUTES = "contributes", "Contributes"

    LEADING = LEADING

    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.CASCADE, related_name="leads"
    )
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.CASCADE, related_name="leads"
    )
    position = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(max_length=20, choices=LeadRole, default=LeadRole.LEAD)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="leads",
    )
    words = models.CharField("name as written", max_length=200, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__isnull=False, priority=None)
                | Q(action=None, priority__isnull=False),
                name="lead_of_one_thing",
                violation_error_message="A lead belongs to one action or one priority.",
            ),
            models.CheckConstraint(
                condition=one_named(NAMED) & Q(words="") | none_named(NAMED) & ~Q(words=""),
                name="lead_is_exactly_one_of_five",
                violation_error_message="Choose exactly one of group, post, agency, person or name.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        if self.agency_id:
            return self.agency.short_name or self.agency.name
        return self.words or str(self.group or self.post or self.person)

    @property
    def named(self):
        """The group, post, agency or person; None if it is in words."""
        return self.group or self.post or self.agency or self.person

    @property
    def who_values(self):
        """Who it is as set_leads takes it, without the role: {"group": Group}, …, {"words": "…"}."""
        return {name: value for name in self.WHO if (value := getattr(self, name))}

    @property
    def leader(self):
        """(kind, id) of the group, post or agency; None if the plan names none of these."""
        named = ((kind, getattr(self, f"{kind}_id")) for kind in self.WHO if kind != "words")
        return next(((kind, pk) for kind, pk in named if pk), None)

    @property
    def leads(self):
        """Whether it carries the work, rather than oversees it or contributes."""
        return self.role in self.LEADING
