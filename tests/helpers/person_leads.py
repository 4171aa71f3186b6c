"""People who lead an action themselves, and what is read of it."""

from datetime import timedelta

from django.utils import timezone

from partnership.history import recording
from partnership.models import Membership
from plans.models import Plan
from plans.services.lead import set_leads
from reports.changes.feed import Reader, read_page
from tests.helpers.builders import TODAY, action_of


def name_lead(action, person, *, by, **values):
    set_leads(action, [{"person": person, **values}], by=by)
    return action_of(action.plan, action.reference)


def leave(person):
    """The membership ran out yesterday: nothing was handed over."""
    Membership.objects.filter(user=person).update(until=TODAY - timedelta(days=1))


def loaded(plan):
    return Plan.objects.at_address(slug="ashshire", pk=plan.pk).get()


def leads(action):
    return [(lead.name, lead.role) for lead in action.leads.all()]


def last_sentence(people):
    reader = Reader(people.partnership, None, True)
    (summary,) = read_page(reader, reader.changes(), size=1).summaries
    return [sentence.text for sentence in summary.sentences], summary.is_quiet


def revise_name(person, name):
    """As the person would on the page of their account."""
    with recording(None, by=person, at=timezone.now()):
        person.name = name
        person.save(update_fields=["name"])
