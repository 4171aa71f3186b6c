"""A lead: who is responsible for an action, or for all the actions of a priority."""

from django.db import models
from django.db.models import Q

from partnership.models import Agency, Post
from plans.leads.rules import LEADING
from plans.models.action import Action
from plans.models.plan import PlanRecord
from plans.models.priority import Priority
from subgroups.models import Group


class Lead(PlanRecord):
    """Exactly one of a group, a post, an agency, or words if the plan names none of these."""

    PART_OF = ("action", "priority")
    NAME_FIELDS = ("group", "post", "agency", "words")
    WHO = ("group", "post", "agency", "words")

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
                condition=(
                    Q(group__isnull=False, post=None, agency=None, words="")
                    | Q(group=None, post__isnull=False, agency=None, words="")
                    | Q(group=None, post=None, agency__isnull=False, words="")
                    | Q(group=None, post=None, agency=None) & ~Q(words="")
                ),
                name="lead_is_exactly_one_of_four",
                violation_error_message="Choose exactly one of group, post, agency or name.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        if self.agency_id:
            return self.agency.short_name or self.agency.name
        return self.words or str(self.group or self.post)

    @property
    def leader(self):
        """(kind, id) of the group, post or agency; None if the plan names none of these."""
        named = ((kind, getattr(self, f"{kind}_id")) for kind in self.WHO if kind != "words")
        return next(((kind, pk) for kind, pk in named if pk), None)

    @property
    def leads(self):
        """Whether it carries the work, rather than oversees it or contributes."""
        return self.role in self.LEADING
