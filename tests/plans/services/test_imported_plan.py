"""A plan of a file, brought in as a draft: what it holds, what is refused, and that nothing is half done."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from partnership.history import Change
from partnership.rating_scheme import Scheme
from plans.document.current import read_plan
from plans.importing.match import matches_of
from plans.importing.read import read_plan_file
from plans.importing.understand import understand
from plans.leads.names import read_names
from plans.models import Plan, ProgressUpdate
from plans.services.imported_plan import add_imported_plan
from plans.services.plan import create_plan, withdraw_plan
from tests.facts.example_files import FILES, expected_of, period_of

HEAD = "Priority,Ref,Action,Lead,By when,Measures,RAG,Progress\n"
DATES = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 3, 31)}


def read(text, **dates):
    source = read_plan_file("plan.csv", (HEAD + text).encode())
    return understand(source, **dates or DATES)


def import_text(people, text, **values):
    return import_plan(people, read(text), **values)


def import_plan(people, imported, *, source="plan.csv", **values):
    partnership = people.partnership
    scheme = Scheme(partnership.ratingdefinition_set.all())
    matches = matches_of(read_names(partnership, on=timezone.localdate()), scheme)
    by = people.business_manager
    plan, _ = add_imported_plan(
        imported, partnership, by=by, matches=matches, source=source, **values
    )
    return plan


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_draft_holds_what_a_careful_person_reads_in_an_example(people, path):
    expected = expected_of(path)
    source = read_plan_file(path.name, path.read_bytes())
    plan = import_plan(people, understand(source, **period_of(path)), source=path.name)
    document = read_plan(plan, on=date(2026, 6, 1))
    assert [action.wording for action in document.actions] == [
        action["wording"] for action in expected["actions"]
    ]
    assert [" ".join(action.leads_words.split("\n")) for action in document.actions] == [
        " ".join(action["leads"]) for action in expected["actions"]
    ]
    assert len(document.sections) == len(expected["priorities"])
    assert plan.is_draft


def test_a_heading_gives_number_title_and_kind(people):
    rows = "Priority 2: Safe homes,1,One,,,,,\nOverarching priority 1: Voice,2,Two,,,,,\nEarly help,3,Three,,,,,\n"
    plan = import_text(people, rows)
    assert [(p.kind, p.number, p.title) for p in plan.priority_set.all()] == [
        ("strategic", "2", "Safe homes"),
        ("overarching", "1", "Voice"),
        ("strategic", "1", "Early help"),
    ]


def test_a_lead_whose_name_is_known_is_that_record_and_any_other_stays_words(people):
    plan = import_text(people, f"A,1,One,{people.audit_group.name}; Nobody we know,,,,\n")
    leads = plan.action_set.get().leads.all()
    assert [(lead.group, lead.words) for lead in leads] == [
        (people.audit_group, ""),
        (None, "Nobody we know"),
    ]


def test_a_reference_used_twice_is_told_apart(people):
    plan = import_text(people, "A,EX2,One,,,,,\nA,EX2,Two,,,,,\n")
    assert [action.reference for action in plan.action_set.all()] == ["EX2", "EX2 (2)"]


def test_progress_is_an_update_in_no_persons_name_that_counts_as_no_report(people):
    plan = import_text(people, "A,1,One,,,,Green,Half are done\n")
    update = plan.progressupdate_set.get()
    assert (update.by, update.by_name, update.comment) == (
        None,
        "Imported from plan.csv",
        "Half are done",
    )
    assert (update.period, update.rating) == (None, plan.action_set.get().rating)
    assert plan.action_set.get().rated_at == update.at


def test_a_rating_that_needs_a_comment_says_that_the_file_has_none(people):
    plan = import_text(people, "A,1,One,,,,Red,\n")
    assert plan.progressupdate_set.get().comment == "The file gives no comment."


def test_a_rating_that_the_scheme_lacks_is_kept_in_words(people):
    plan = import_text(people, "A,1,One,,,,Half way,\n")
    update = plan.progressupdate_set.get()
    assert (update.rating, update.comment) == ("not_rated", "Rated “Half way” in the file.")
    assert plan.action_set.get().rated_at is None


def test_an_import_is_one_change_with_the_file_as_its_reason(people):
    before = Change.objects.count()
    plan = import_text(people, "A,1,One,Chair / DCS,May 2026,Done,Green,Going\nB,2,Two,,,,,\n")
    assert Change.objects.count() == before + 1
    assert Change.objects.latest("pk").reason == "Imported from plan.csv"
    assert plan.action_set.count() == 2


def test_a_draft_with_parts_is_refused(people):
    plan = import_text(people, "A,1,One,,,,,\n")
    with pytest.raises(ValidationError, match="already has priorities or actions"):
        import_text(people, "B,2,Two,,,,,\n", plan=plan)
    assert plan.action_set.count() == 1


def test_an_empty_draft_is_filled(people):
    by = people.business_manager
    draft = create_plan(people.partnership, by=by, title="Draft", period="2026–27", **DATES)
    assert import_text(people, "A,1,One,,,,,\n", plan=draft) == draft
    assert draft.action_set.count() == 1


def test_an_agreed_plan_is_refused(people, plan):
    with pytest.raises(ValidationError, match="Only a draft"):
        import_text(people, "A,1,One,,,,,\n", plan=plan)


def test_a_plan_without_a_period_is_refused_and_nothing_is_written(people):
    imported = understand(read_plan_file("plan.csv", (HEAD + "A,1,One,,,,,\n").encode()))
    before = Plan.objects.count(), Change.objects.count()
    with pytest.raises(ValidationError, match="when the plan begins and ends"):
        import_plan(people, imported)
    assert (Plan.objects.count(), Change.objects.count()) == before


def test_a_file_without_a_plan_is_refused(people):
    imported = understand(read_plan_file("plan.csv", b"Name,Telephone\nA,1\n"), **DATES)
    with pytest.raises(ValidationError, match="no plan in this file"):
        import_plan(people, imported)


def test_a_failure_half_way_leaves_nothing(people, monkeypatch):
    monkeypatch.setattr(ProgressUpdate, "full_clean", _fail)
    before = Plan.objects.count()
    with pytest.raises(ValidationError, match="on purpose"):
        import_text(people, "A,1,One,,,,Green,Going\n")
    assert Plan.objects.count() == before


def _fail(update):
    raise ValidationError("on purpose")


def test_an_imported_draft_that_nobody_has_used_can_be_withdrawn(people):
    plan = import_text(people, "A,1,One,,,,Green,Going\n")
    withdraw_plan(plan, by=people.business_manager, reason="The wrong file")
    assert not Plan.objects.filter(pk=plan.pk).exists()


@pytest.mark.parametrize(
    ("cell", "start", "note"),
    [
        ("May 2026", "May 2026", ""),
        ("1 June 2026", "1 June 2026", ""),
        ("2026-06-01", "1 June 2026", ""),
        ("ASAP", "", "Start: ASAP"),
        ("April 2027", "", "Start: April 2027"),  # after it is due
        ("When the panel meets", "", "Start: When the panel meets"),
        ("May 2026 to June 2026", "", "Start: May 2026 to June 2026"),
        ("", "", ""),
    ],
)
def test_a_column_of_starts_says_what_an_action_is_not_to_start_before(people, cell, start, note):
    head = "Ref,Action,Lead,Start date,By when\n"
    source = read_plan_file("plan.csv", f"{head}1,Set up a panel,,{cell},March 2027\n".encode())
    action = import_plan(people, understand(source, **DATES)).action_set.get()
    assert (action.start, action.note) == (start, note)
    assert (action.starts_on is not None) == bool(start)
