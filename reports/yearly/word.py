"""A yearly report as a Word file: its sections, what is filled in automatically, and every action of the plan.

It is to be published, so small numbers of people are not printed.
"""

from partnership.palette import PALETTE
from partnership.text import lower_first
from partnership.word_file import BOLD, WordFile
from partnership.word_table import WordCell
from plans.exports.word import write_sections
from plans.models.timescale import date_words

FIRST = 20  # per cent of a table of numbers: the column of their names
CHANGED = (("added", "Added"), ("reworded", "Reworded"), ("removed", "Removed"))


def write_report(document, *, logo=None):
    """The bytes of the file of a ReportDocument."""
    file = WordFile(
        document,
        subtitle=f"{date_words(document.starts_on)} to {date_words(document.ends_on)}",
        as_at=f"Draft, as at {date_words(document.period.ends_on)}",
        about=f"What {document.partnership} did in the period, and what difference it made.",
        on=document.on,
        logo=logo,
    )
    plan = document.plan
    file.paragraph(f"About the plan “{plan.title}”, {plan.period}")
    for section in document.sections:
        _write_section(file, section)
    file.heading("Every action in the plan")
    file.paragraph(f"Progress on {date_words(document.period.ends_on)}.")
    write_sections(file, plan, plan.sections, readers=plan.public, level=2)
    return file.content()


def _write_section(file, section):
    file.heading(section.title)
    if section.is_scrutiny:
        words = "This section was written by the independent scrutineer. Nobody else can change it."
        file.paragraph(words)
    if section.text:
        file.formatted(section.text)
    elif not section.filled:
        file.paragraph("Not written yet.")
    if section.filled:
        _write_period(file, section.filled)
    if section.challenges:
        _write_challenges(file, section.challenges)


def _write_period(file, period):
    file.heading("The plan in numbers", 2)
    _write_numbers(file, period)
    file.heading("What each priority achieved", 2)
    for achieved in period.achieved:
        _write_achieved(file, achieved, period.plan)
    file.heading("Where there was little progress", 2)
    _write_little_progress(file, period)
    file.heading("Dates that slipped, and why", 2)
    _write_slips(file, period.slips)
    file.heading("How the plan itself changed", 2)
    _write_changes(file, period)


def _write_numbers(file, period):
    """The actions of each priority by rating."""
    plan = period.plan
    ratings = [rating for rating, _ in plan.distribution.counts]
    rows = [(a.heading, plan.distribution_of(a.section)) for a in period.achieved]
    rows = [row for row in rows if row[1].total] + [("All actions", plan.distribution)]
    cells = (
        [WordCell((heading,), is_heading=True), *_counts(spread, ratings)]
        for heading, spread in rows
    )
    headings = ["Priority", *(rating.label for rating in ratings), "Overdue"]
    about = f"Actions by priority and rating, {date_words(plan.on)}"
    number = (100 - FIRST) / (len(headings) - 1)
    file.table(headings, cells, about=about, widths=[FIRST, *[number] * (len(headings) - 1)])


def _counts(spread, ratings):
    numbers = (*(spread.number_rated(rating.key) for rating in ratings), spread.overdue)
    return [WordCell((str(number),)) for number in numbers]


def _write_achieved(file, achieved, plan):
    file.heading(achieved.heading, 3)
    if not achieved.section.actions:
        file.paragraph("This priority has no actions.")
        return
    if worst := plan.distribution_of(achieved.section).worst:
        file.paragraph(("Worst rating: ", BOLD), worst.label)
    done = [
        f"{one.reference} {one.title}, {date_words(one.on)}. {one.comment}"
        f"{f' ({one.reason})' if one.reason else ''}"
        for one in achieved.completed
    ]
    _listed(file, "Completed in the period", done, "No actions were completed in the period.")
    counted = [_counted(one, plan.public) for one in achieved.counted]
    if counted:
        _listed(file, "What was counted", counted, "")
    for question, found in achieved.answers:
        pieces = [
            f"{one.text} ({one.reference} {one.title}: {lower_first(one.source)}, {date_words(one.on)})"
            for one in found
        ]
        _listed(file, question, pieces, "No evidence was recorded.")


def _counted(one, readers):
    measure = one.measure
    return f"{measure.wording} ({one.name}). {measure.series.words(readers)}"


def _listed(file, heading, items, otherwise):
    file.paragraph((heading, BOLD), leads=True)
    if items:
        file.points(items)
    else:
        file.paragraph(otherwise)


def _write_little_progress(file, period):
    if not period.little_progress:
        file.paragraph("None. Every action was complete, or on track, in time and up to date.")
        return
    headings = ["Action", "Rating", "Why it is listed, and what was last said"]
    rows = (_little(item, period.plan.rating(item.rating)) for item in period.little_progress)
    about = "Actions with little progress"
    file.table(headings, rows, about=about, widths=[35, 15, 50])


def _little(item, rating):
    shades = PALETTE[rating.colour]
    label = (rating.label, shades.text[1:].upper(), shades.tint[1:].upper())
    reasons = "; ".join(item.reasons)
    timescale = "; ".join(item.timescale.splitlines())
    words = [
        f"{reasons[:1].upper()}{reasons[1:]}.",
        f"Timescale: {timescale}." if timescale else "",
    ]
    said = f"“{item.comment}” {item.by_name}, {date_words(item.said_on)}"
    words.append(said if item.comment else "No updates.")
    name = WordCell((f"{item.reference} {item.title}",), is_heading=True)
    return [name, WordCell(label=label), WordCell(tuple(filter(None, words)))]


def _write_slips(file, slips):
    if not slips:
        file.paragraph("No dates slipped in the period.")
        return
    rows = (
        [
            WordCell((f"{slip.reference} {slip.title}{' (since removed)' if slip.is_removed else ''}",)),
            WordCell(tuple(slip.was.splitlines())),
            WordCell(tuple((slip.became or "No date").splitlines())),
            WordCell((slip.reason, ", ".join(filter(None, (slip.agreed_where, date_words(slip.on)))))),
        ]
        for slip in slips
    )  # fmt: skip
    headings = ["Action", "From", "To", "Reason, and where it was agreed"]
    about = "Dates that slipped in the period"
    file.table(headings, rows, about=about, widths=[30, 18, 18, 34])


def _write_changes(file, period):
    if not period.changes:
        file.paragraph("No actions were added, reworded or removed in the period.")
    for kind, words in CHANGED:
        for number, change in enumerate(period.changes_of(kind)):
            if number == 0:
                file.heading(words, 3)
            name = f"{change.reference} {change.title}"
            reason = f". {change.reason}" if change.reason else ""
            file.paragraph((name, BOLD), f", {date_words(change.on)}{reason}")
            if change.before:
                said = "It said" if kind == "removed" else "It said before"
                file.paragraph(f"{said}: “{change.before}”", style="Quote")
            if change.after:
                says = "It says" if kind == "added" else "It says now"
                file.paragraph(f"{says}: “{change.after}”", style="Quote")


def _write_challenges(file, reported):
    file.heading("Challenges in the period", 2)
    if not reported.challenges:
        file.paragraph("No challenges were raised or open.")
    for one in reported.challenges:
        file.heading(f"{one.about}: {one.about_words}", 3)
        asked = f"{one.by_name} asked {one.to} on {date_words(one.asked_on)}"
        file.paragraph(f"{asked}: “{one.question}”")
        for turn in one.turns:
            behalf = f", on behalf of {turn.in_place_of}" if turn.in_place_of else ""
            words = f": “{turn.words}”" if turn.words else ""
            who = f" {turn.by_name}{behalf}, {date_words(turn.on)}{words}"
            file.paragraph((turn.label, BOLD), who)
        if one.state == "open":
            file.paragraph(_waiting(one))


def _waiting(challenge):
    if not challenge.due_on:
        return f"{challenge.state_label}."
    by = "overdue: it was due on" if challenge.is_overdue else "due by"
    return f"{challenge.state_label}, {by} {date_words(challenge.due_on)}."
