"""A plan's days as a calendar (iCalendar, RFC 5545): when open actions, milestones and reports are due; no comments."""

from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Event

from partnership.rating_kinds import CLOSED
from plans.exports.action_table import placed_actions


def write_icalendar(export):
    """The file, in bytes."""
    document = export.document
    calendar = Calendar()
    calendar.add("prodid", "-//Safeguarding plan//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{document.partnership_short}: {document.title}")
    for placed in placed_actions(document):
        action = placed.action
        if action.timescale.due_on and action.rating_kind not in CLOSED:
            title = f"{action.reference} {action.title}".strip()
            calendar.add_component(_event(export, "action", action.pk, action.timescale, title))
        for point in action.points:
            if point.due_on and not point.outcome:
                what = point.title if point.is_milestone else "report due"
                title = f"{action.reference}: {what}"
                calendar.add_component(_event(export, "point", point.pk, point.timescale, title))
    return calendar.to_ical()


def _event(export, kind, pk, timescale, title):
    """An all-day event that leaves people free; its note has the timescale as written, which may be a month."""
    event = Event()
    event.add("uid", f"plan-{export.document.pk}-{kind}-{pk}@safeguarding-plan")
    event.add("dtstamp", datetime.combine(export.made_on, time(), tzinfo=UTC))
    event.add("dtstart", timescale.due_on)
    event.add("dtend", timescale.due_on + timedelta(days=1))
    event.add("summary", f"{export.document.partnership_short}: {title}")
    event.add("description", timescale.text)
    event.add("transp", "TRANSPARENT")
    return event
