"""What is due for one person as a calendar (iCalendar, RFC 5545): titles and dates, and no comments."""

from datetime import timedelta

from icalendar import Calendar, Event

from plans.reminders.due_items import read_due_items_by_person


def read_calendar(person, *, on, at, address):
    """The calendar as bytes. ``address(partnership, page)`` returns the absolute URL of a page; ``at`` is now."""
    calendar = Calendar()
    calendar.add("prodid", "-//Safeguarding plan//Due//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Business plan: due for me")
    calendar.add("x-published-ttl", "PT12H")
    partnerships = dict.fromkeys(
        membership.partnership for membership in person.current_memberships(on)
    )
    for partnership in partnerships:
        for due in read_due_items_by_person(partnership, on=on).get(person, ()):
            calendar.add_component(_event(due, partnership, at=at, address=address))
    return calendar.to_ical()


def _event(due, partnership, *, at, address):
    """An all-day event that leaves the person free."""
    event = Event()
    event.add("uid", f"{due.kind}-{due.pk}@{partnership.slug}.plan")
    event.add("dtstamp", at)
    event.add("dtstart", due.due_on)
    event.add("dtend", due.due_on + timedelta(days=1))
    event.add("summary", f"{partnership.short_name}: {due.title}")
    event.add("url", address(partnership, due.page))
    event.add("transp", "TRANSPARENT")
    return event
