"""Redacted words are no longer stored anywhere; who did what, where, when and why remains."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from partnership.history import Change, StaleRecord, revise
from partnership.models import Redaction, SecurityEvent
from partnership.redactions.find import Passage, find_places
from partnership.services.agency import add_agency
from partnership.services.redaction import redact
from plans.models import Action, ProgressUpdate, SuccessMeasure
from plans.services.action import revise_action
from plans.services.measure import add_measure, remove_measure
from plans.services.returns import keep_draft
from plans.services.snapshot import take_snapshot
from plans.services.timescale import change_timescale
from reports.services.report import write_section
from tests.helpers.builders import NOW, TODAY, action_of, days_ago, make_evidence, make_update
from tests.helpers.sealing import problems, seal

WORDS = "Tamsin Oakleaf of Mill Lane"
PASSAGE = Passage(WORDS)


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


def stored():
    """Everything in the database, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield from (f"{table}: {row}" for row in cursor.fetchall())


def holding(words):
    return [row for row in stored() if words.lower() in row.lower()]


def redact_all(people, passage=PASSAGE, **told):
    keys = [place.key for place in find_places(people.partnership, passage)]
    values = {"by": people.business_manager, "reason": "Named a child", "at": NOW, **told}
    return redact(people.partnership, passage=passage, keys=keys, **values)


def test_words_are_stored_nowhere_any_more(people, house):
    """In present text, past text, deleted records, reasons and the report."""
    manager, action = people.business_manager, Action.objects.get(pk=house.mine["1.1"])
    make_update(action, by=people.chair, comment=f"Seen: {WORDS}.", next_steps=f"See {WORDS}.")
    make_evidence(action, text=f"{WORDS} was heard.")
    revise_action(action, by=manager, title=f"Help {WORDS}", at=days_ago(3))
    revise_action(Action.objects.get(pk=action.pk), by=manager, title="Help children", at=NOW)
    measure = add_measure(action, by=manager, wording=f"{WORDS} is safe")
    remove_measure(measure, by=manager, reason=f"About {WORDS}")
    change_timescale(action, by=manager, reason=f"Waiting for {WORDS}", kind="month", due_on=TODAY)
    report = people.partnership.annualreport_set.get()
    write_section(report.sections.get(pk=house.mine["section"]), by=manager, text=f"And {WORDS}.")
    assert len(holding(WORDS)) == 10
    redact_all(people)
    assert holding(WORDS) == []
    assert holding("Oakleaf") == []


def test_what_was_done_stands_without_the_words(people, action):
    update = make_update(action, by=people.chair, comment=f"We saw {WORDS} again.", at=days_ago(3))
    redact_all(people)
    update.refresh_from_db()
    assert update.comment == "We saw [redacted] again."
    assert (update.by, update.by_name, update.at) == (people.chair, "Chair", days_ago(3))
    first = update.history.earliest("history_date")
    assert (first.comment, first.change.by_name) == ("We saw [redacted] again.", "Chair")
    assert first.redaction == Redaction.objects.get()


def test_the_redaction_is_told_without_the_words(people, action):
    make_update(action, comment=f"We saw {WORDS}.")
    redaction = redact_all(people)
    assert (redaction.by, redaction.by_name) == (people.business_manager, "Business manager")
    assert (redaction.reason, redaction.at) == ("Named a child", NOW)
    assert redaction.places == ["Update of 1.1, 22 November 2026: comment"]
    assert str(redaction) == "words in 1 place"
    change = redaction.history.get().change
    assert (change.by, change.reason) == (people.business_manager, "Named a child")
    event = SecurityEvent.objects.get(kind="redacted")
    assert (event.partnership, event.about) == (people.partnership, "words in 1 place")


def test_only_the_places_that_were_chosen(people, action):
    make_update(action, comment=f"{WORDS} was seen.")
    make_evidence(action, text=f"{WORDS} was heard.")
    chosen = [p.key for p in find_places(people.partnership, PASSAGE) if p.model is ProgressUpdate]
    redact(
        people.partnership, by=people.business_manager, passage=PASSAGE, keys=chosen, reason="Named"
    )
    assert action.updates.first().comment == "[redacted] was seen."
    assert action.evidence.get().text == f"{WORDS} was heard."


def test_another_partnership_keeps_its_words(people, action):
    other = people.elsewhere.people
    agency = add_agency(
        other.partnership, by=other.business_manager, name=WORDS, sector="other", standing="other"
    )
    make_update(action, comment=WORDS)
    assert redact_all(people).places != []
    agency.refresh_from_db()
    assert agency.name == WORDS
    with pytest.raises(ValidationError, match="no longer appear in any of these places"):
        redact_all(people)


def test_its_reason_does_not_say_them_again(people, action):
    make_update(action, comment=WORDS)
    with pytest.raises(ValidationError, match="does not include the words themselves"):
        redact_all(people, reason=f"It named {WORDS.upper()}")
    assert Redaction.objects.count() == 0
    assert action.updates.first().comment == WORDS


def test_a_form_opened_before_does_not_bring_them_back(people, plan, action):
    """The other person's input has the old words, which were redacted meanwhile: both versions are shown."""
    revise_action(action, by=people.business_manager, title=f"Help {WORDS}", at=days_ago(3))
    opened = Action.objects.get(pk=action.pk)
    redact_all(people)
    with pytest.raises(StaleRecord):
        revise(opened, by=people.business_manager, seen=opened.version, title=f"Help {WORDS} more")
    with pytest.raises(StaleRecord):
        revise(opened, by=people.business_manager, seen=opened.version, title=opened.title)
    assert holding(WORDS) == []


def test_a_form_opened_after_saves_as_ever(people, action):
    revise_action(action, by=people.business_manager, title=f"Help {WORDS}", at=days_ago(3))
    redact_all(people, at=days_ago(2))
    opened = Action.objects.get(pk=action.pk)
    revise(opened, by=people.business_manager, importance="high", at=days_ago(1))
    saved = revise(opened, by=people.business_manager, seen=opened.version, title="Help", at=NOW)
    assert (saved.title, saved.importance) == ("Help", "high")


def test_a_place_with_no_room_gets_the_short_mark(people):
    agency = add_agency(
        people.partnership, by=people.business_manager, name="Kit " * 49 + "Kit", short_name="Kit",
        sector="other", standing="other",
    )  # fmt: skip
    redact_all(people, Passage("Kit"))
    agency.refresh_from_db()
    assert agency.name == "[…] " * 49 + "[…]"
    assert agency.short_name == "[redacted]"


def test_names_that_would_clash_are_left_and_nothing_is_changed(people, action):
    for name in ("Kestrel", "kestrel"):
        add_agency(
            people.partnership,
            by=people.business_manager,
            name=name,
            sector="other",
            standing="other",
        )
    make_update(action, comment="Kestrel came.")
    with pytest.raises(ValidationError, match="would have the same name"):
        redact_all(people, Passage("Kestrel"))
    assert action.updates.first().comment == "Kestrel came."
    assert Redaction.objects.count() == 0


def test_the_same_words_twice_in_a_text_have_a_mark_each(people, action):
    """The same words twice in one text, and a second redaction later, each with its own mark."""
    make_update(action, comment=f"{WORDS} and {WORDS}, with Rowan.", at=days_ago(3))
    redact_all(people, at=days_ago(2))
    redact_all(people, Passage("Rowan"))
    assert action.updates.first().comment == "[redacted] and [redacted], with [redacted]."
    assert Redaction.objects.count() == 2


def test_reasons_of_changes(people, action):
    revise_action(action, by=people.business_manager, reason=f"Asked by {WORDS}", title="New")
    change = Change.objects.get(reason__contains=WORDS)
    redaction = redact_all(people)
    change.refresh_from_db()
    assert (change.reason, change.redaction) == ("Asked by [redacted]", redaction)
    assert change.by_name == "Business manager"


def test_a_measure_that_is_gone(people, action):
    measure = add_measure(action, by=people.business_manager, wording=f"{WORDS} is safe")
    pk = measure.pk
    remove_measure(measure, by=people.business_manager, reason="Never agreed")
    redact_all(people)
    rows = SuccessMeasure.history.filter(id=pk)
    assert {row.wording for row in rows} == {"[redacted] is safe"}
    assert rows.filter(history_type="-").exists()


def test_drafts_and_snapshots(people, plan, action):
    """Drafts, which have no history; and a whole plan stored as data, with its digest."""
    make_update(action, comment=f'We saw "{WORDS}".\nAnd {WORDS} again.', at=days_ago(3))
    keep_draft(action, by=people.chair, typed={"comment": f"Then {WORDS}"})
    snapshot = take_snapshot(plan, by=people.business_manager, why="by_hand", at=days_ago(1))
    redact_all(people)
    assert holding("Oakleaf") == []
    assert action.drafts.get().comment == "Then [redacted]"
    digest = snapshot.digest
    snapshot.refresh_from_db()
    assert snapshot.is_whole()
    assert snapshot.digest != digest


def test_no_digest_stays_by_which_words_could_be_tried(people, plan, action):
    """A person with the rest of the document could guess the name and compare digests."""
    make_update(action, comment=f"We saw {WORDS} and Ann Example.", at=days_ago(3))
    snapshot = take_snapshot(plan, by=people.business_manager, why="by_hand", at=days_ago(1))
    seal(people)
    redact_all(people)
    redact_all(people, passage=Passage("Ann Example"), at=NOW + timedelta(minutes=1))
    snapshot.refresh_from_db()
    kept = snapshot.history.order_by("history_date").values_list("digest", "redaction")
    assert [digest for digest, _ in kept] == ["[redacted]", "[redacted]", snapshot.digest]
    assert [redaction is None for _, redaction in kept] == [False, False, True]
    assert problems(people) == []
