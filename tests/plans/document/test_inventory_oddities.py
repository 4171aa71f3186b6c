"""The oddities of the published plans, each by name: none of them may be normalised."""

from datetime import date

import pytest

from partnership.models import Partnership
from plans.document.current import read_plan
from plans.models import Plan
from tests.facts.reading import PLANS
from tests.helpers.builders import TODAY

pytestmark = pytest.mark.engine_free


@pytest.fixture(scope="module")
def documents(demo, django_db_blocker):
    with django_db_blocker.unblock():
        plans = Plan.objects.select_related("partnership__house_style")
        return {slug: read_plan(plans.get(partnership__slug=slug), on=TODAY) for slug in PLANS}


@pytest.fixture
def action(documents):
    def action(slug, reference):
        return next(a for a in documents[slug].actions if a.reference == reference)

    return action


def sections(document):
    return {s.priority.code if s.priority else None: s for s in document.sections}


def test_two_priorities_are_both_called_1(documents):
    by_code = sections(documents["greenwich"])
    assert [by_code[code].priority.number for code in ("O1", "1")] == ["1", "1"]
    assert by_code["O1"].priority.heading == "Overarching priority 1"
    assert by_code["1"].priority.heading == "Priority 1"
    assert len(by_code["O1"].actions) == 6
    assert len(by_code["1"].actions) == 8


def test_a_table_heading_adds_words_to_its_priority(documents):
    priority = sections(documents["greenwich"])["1"].priority
    assert priority.heading_note == "(including harmful sexual behaviour and online abuse)"


@pytest.mark.parametrize(("slug", "reference"), [("greenwich", "O1.5"), ("nottingham", "9.1")])
def test_blank_leads_stay_blank(action, slug, reference):
    assert (action(slug, reference).leads, action(slug, reference).leads_words) == ((), "")


def test_a_measure_that_says_only_tbc_is_not_counted(action):
    found = action("greenwich", "3.2")
    assert [(m.wording, m.is_placeholder) for m in found.measures] == [("TBC", True)]
    assert found.counted_measures == 0


def test_measures_may_be_blank(action):
    assert action("greenwich", "4.2").measures == ()


def test_a_timescale_may_depend_on_an_outside_event(action):
    timescale = action("greenwich", "3.2").timescale
    assert timescale.text == "TBC depending on National Panel publish date"
    assert (timescale.kind, timescale.due_on) == ("to_be_confirmed", None)


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("1.2", "On-going"),
        ("O1.1", "Ongoing"),
        ("4.1", "Revised (Covid-19) TBC"),
        ("4.2", "TBC (Covid 19)"),
    ],
)
def test_spellings_of_timescales_stay(action, reference, words):
    assert action("greenwich", reference).timescale.text == words


@pytest.mark.parametrize(
    ("slug", "reference", "due_on"),
    [
        ("greenwich", "1.1", date(2019, 12, 31)),
        ("greenwich", "4.4", date(2020, 1, 31)),
    ],
)
def test_a_date_before_the_plan_began(documents, action, slug, reference, due_on):
    assert action(slug, reference).timescale.due_on == due_on
    assert due_on < documents[slug].starts_on


def test_a_point_before_the_plan_began(documents, action):
    points = action("nottingham", "4.2").points
    assert [(p.title, p.due_on) for p in points] == [
        ("Oct 2019", date(2019, 10, 31)),
        ("Feb 2019", date(2019, 2, 28)),
    ]
    assert points[1].due_on < documents["nottingham"].starts_on


def test_six_dates_on_one_action_three_for_each_output(action):
    found = action("nottingham", "2.1")
    first, second = (measure.pk for measure in found.measures)
    assert [(p.title, p.measure_pk) for p in found.points] == [
        *[(words, first) for words in ("June 2019", "Oct 2019", "Feb 2020")],
        *[(words, second) for words in ("June 2019", "Oct 2019", "Feb 2020")],
    ]


def test_a_misread_month_is_kept_and_understood(action):
    timescale = action("nottingham", "9.1").timescale
    assert (timescale.text, timescale.due_on) == ("Peb 2020", date(2020, 2, 29))


def test_objective_10_is_printed_before_9(documents):
    numbers = [
        part.objective.number
        for section in documents["nottingham"].sections
        for part in section.parts
        if part.objective
    ]
    assert numbers == [*map(str, range(1, 9)), "10", "9", "11", "12", "13"]


def test_no_objective_of_nottingham_is_under_a_priority(documents):
    by_code = sections(documents["nottingham"])
    assert list(by_code) == ["1", "2", "3", None]
    assert [len(by_code[code].actions) for code in by_code] == [0, 0, 0, 29]


def test_omg_and_bmg_are_two_groups(demo, db, action):
    partnership = Partnership.objects.get(slug="nottingham")
    assert partnership.group_set.filter(name__in=["OMG", "BMG"]).count() == 2
    assert action("nottingham", "2.2").measures[0].wording == "Children's QA subgroup report to OMG"
    assert (
        action("nottingham", "11.2").measures[0].wording == "Children's QA subgroup report to BMG"
    )


def test_two_partnerships_are_called_gscp(demo, db):
    same = Partnership.objects.filter(short_name="GSCP").values_list("slug", flat=True)
    assert sorted(same) == ["gloucestershire", "greenwich"]


def test_an_agency_that_ended_names_its_successor(demo, db):
    agencies = Partnership.objects.get(slug="surrey").agency_set
    assert agencies.get(short_name="CCG").succeeded_by.name == "NHS Surrey Heartlands ICB"


def test_a_lead_belongs_to_another_partnership(action):
    leads = action("greenwich", "2.4").leads
    assert [(lead.name, lead.kind) for lead in leads] == [
        ("GSCP Executive", "group"),
        ("GSAB Executive", "words"),
    ]


def test_three_leads_run_together_are_three(action):
    found = action("greenwich", "O1.4")
    assert found.leads_words == "Lay members Schools network VCS"
    assert [lead.kind for lead in found.leads] == ["words", "group", "agency"]


def test_an_action_depends_on_another(action):
    assert action("greenwich", "4.2").follows == "4.1"


def test_leads_and_date_of_surrey_belong_to_the_priority(documents):
    document = documents["surrey"]
    assert {(a.has_own_leads, a.has_own_timescale, a.measures) for a in document.actions} == {
        (False, False, ())
    }
    assert [s.priority.timescale.text for s in document.sections] == [
        "March 2021" if code != "2" else "" for code in "1234567"
    ]


def test_the_lost_objective_of_surrey_is_there_without_words(documents):
    section = sections(documents["surrey"])["2"]
    assert [(p.objective.number, p.objective.title) for p in section.parts] == [("2", "")]
    assert len(section.actions) == 4


def test_a_row_of_gloucestershire_without_a_title(documents):
    section = sections(documents["gloucestershire"])["003"]
    assert (section.priority.title, section.priority.heading) == ("", "Priority 003")


def test_a_row_of_gloucestershire_is_priority_and_action_at_once(documents):
    for section in documents["gloucestershire"].sections:
        assert [a.reference for a in section.actions] == [section.priority.number]


def test_identical_measures_of_two_actions_are_both_kept(action):
    wordings = [[m.wording for m in action("greenwich", r).measures] for r in ("1.6", "2.3")]
    assert wordings[0] == wordings[1]
    assert len(wordings[0]) == 2
