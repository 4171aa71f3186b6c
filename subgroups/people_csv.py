"""People as a CSV file: written for spreadsheets, and read as people to invite."""

import csv
import io
import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from partnership.csv_cells import plain
from partnership.downloads import csv_text
from partnership.models import Membership
from partnership.text import clean_text
from subgroups.models import Seat
from subgroups.models.invitation import ONE_LINE
from subgroups.people import last_day, read_entries

HEADINGS = ("Name", "Email", "Role", "Agency", "Seats", "Posts", "From", "Until")
NEEDED = ("name", "email", "role")
READ = (
    *NEEDED,
    "agency",
    "seats",
    "until",
)  # of an uploaded file; other columns are ignored
MOST_ROWS = 300

ROLES = {words.lower(): role for role, label in Membership.ROLES for words in (role, label)}
SEAT_ROLES = {
    words.lower(): role for role, label in Seat.SeatRole.choices for words in (role, label)
}


def write_people(partnership, *, on):
    """The file's text: a row for each membership, ended ones included."""
    return csv_text(HEADINGS, map(_cells, read_entries(partnership, on=on)))


def _cells(entry):
    membership = entry.membership
    until = last_day(membership)
    return (
        entry.user.name,
        entry.user.email,
        membership.get_role_display(),
        membership.agency.name if membership.agency else "",
        "; ".join(f"{seat.group.name}: {seat.get_role_display()}" for seat in entry.seats),
        "; ".join(post.title for post in entry.posts),
        membership.since.isoformat(),
        until.isoformat() if until else "",
    )


@dataclass
class PersonRow:
    """One line of a file: who would be invited, or why not."""

    line: int
    values: dict = field(default_factory=dict)  # keyword arguments of ``invite``
    errors: list = field(default_factory=list)
    skipped: str = ""


def read_people_rows(text, partnership, *, on):
    """The rows of a file. ValidationError if the file as a whole cannot be read."""
    records = _records(text)
    known = Known(partnership, on=on)
    rows, lines = [], {}
    for line, cells in records:
        row = _row(line, cells, known)
        email = row.values["email"]
        if email in lines and not row.errors and not row.skipped:
            row.errors.append(f"{email} is already on line {lines[email]}")
        lines.setdefault(email, line)
        rows.append(row)
    return rows


class Known:
    """What names in the file may refer to: the partnership's agencies, groups, members and invitations."""

    def __init__(self, partnership, *, on):
        agencies = list(partnership.agency_set.all())
        self.agencies = _by_name(agencies)
        self.groups = _by_name(partnership.group_set.all())
        members = partnership.membership_set.lasting(on).select_related("user")
        self.members = {membership.user.email.lower() for membership in members}
        waiting = partnership.invitation_set.waiting()
        self.invited = {invitation.email for invitation in waiting}


def _by_name(records):
    found = {record.short_name.lower(): record for record in records if record.short_name}
    return found | {record.name.lower(): record for record in records}


def _records(text):
    """(number of its last line, cells by column) of each row that is not empty."""
    lines = text.splitlines(keepends=True)
    separator = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        table = [
            (reader.line_num, [clean_text(plain(c.strip())).strip() for c in row]) for row in reader
        ]
    except csv.Error:
        raise ValidationError(
            f"We could not read the file as CSV from line {reader.line_num} on."
        ) from None
    table = [(line, row) for line, row in table if any(row)]
    if not table:
        raise ValidationError("The file is empty.")
    if len(table) > MOST_ROWS + 1:
        raise ValidationError(
            f"The file has more than {MOST_ROWS} rows. Split it into smaller files."
        )
    columns = [_column(heading) for heading in table[0][1]]
    if missing := [name for name in NEEDED if name not in columns]:
        words = " or ".join(missing)
        raise ValidationError(
            f"The first row must contain the column names. Add a column for {words}."
        )
    if len(table) == 1:
        raise ValidationError("The file has a row of headings but no people.")
    return [(line, dict(zip(columns, row, strict=False))) for line, row in table[1:]]


def _column(heading):
    name = re.sub(r"[^a-z]", "", heading.lower())
    return "email" if name in ("email", "emailaddress") else name


def _row(line, cells, known):
    cells = {name: cells.get(name, "") for name in READ}
    row = PersonRow(line, {"name": cells["name"], "email": cells["email"].lower(), "seats": []})
    _read_person(row, cells)
    if not row.errors and row.values["email"] in known.members:
        row.skipped = "already a member"
    elif not row.errors and row.values["email"] in known.invited:
        row.skipped = "already invited"
    elif not row.errors and cells["until"]:
        row.skipped = "marked as having left"
    row.values["role"] = ROLES.get(cells["role"].lower(), "")
    if not row.values["role"]:
        row.errors.append(f"“{cells['role']}” is not a role" if cells["role"] else "Enter a role")
    row.values["agency"] = known.agencies.get(cells["agency"].lower())
    if cells["agency"] and row.values["agency"] is None:
        row.errors.append(f"There is no agency called “{cells['agency']}”")
    for written in filter(None, (part.strip() for part in cells["seats"].split(";"))):
        _read_seat(row, written, known)
    return row


def _read_person(row, cells):
    name, email = row.values["name"], row.values["email"]
    if not name:
        row.errors.append("Enter a name")
    elif len(name) > 200:
        row.errors.append("The name must be 200 characters or less")
    try:
        ONE_LINE(name)
    except ValidationError as refusal:
        row.errors += [message.rstrip(".") for message in refusal.messages]
    try:
        validate_email(email)
    except ValidationError:
        shown = f"“{cells['email']}” is not an email address" if email else "Enter an email address"
        row.errors.append(shown)


def _read_seat(row, written, known):
    """“Audit Group: Chair”, or a group's name alone for a member's seat."""
    group, role = known.groups.get(written.lower()), Seat.SeatRole.MEMBER.value
    if group is None:
        name, _, told = (part.strip() for part in written.rpartition(":"))
        group, role = known.groups.get(name.lower()), SEAT_ROLES.get(told.lower())
        if group is None:
            row.errors.append(f"There is no group called “{name or told}”")
            return
    if role is None:
        row.errors.append(f"“{told}” is not a seat on a group")
    elif group in [seated for seated, _ in row.values["seats"]]:
        row.errors.append(f"{group} is named twice")
    else:
        row.values["seats"].append((group, role))
