"""How edits are described: their long texts, their story, what has no rule of its own, and the queries it takes."""

from partnership.history import recording, revise
from plans.models import ReportingPoint, Theme
from plans.services.action import remove_action, revise_action
from plans.services.measure import add_measure
from plans.services.structure import add_part, revise_part
from reports.changes.feed import Reader
from reports.changes.kinds.registry import KINDS, kind_of
from reports.changes.read import tracked
from tests.helpers.builders import TODAY, action_of, make_update
from tests.helpers.sentences import describe_last_change, last_summary, texts

LONG = (
    "Ask children and their families what each audit should look at, and tell them what was found."
)


def test_a_long_text_is_compared_word_by_word_beneath_the_sentence(people, plan):
    by = people.business_manager
    revise_action(action_of(plan, "1.1"), by=by, wording=LONG)
    revise_action(action_of(plan, "1.1"), by=by, wording=LONG.replace("each audit", "every review"))

    assert describe_last_change(people) == ["1.1 Action 1.1: reworded"]
    assert texts(people) == [
        (
            "Wording",
            [
                ("same", "Ask children and their families what "),
                ("removed", "each audit "),
                ("added", "every review "),
                ("same", "should look at, and tell them what was found."),
            ],
        )
    ]


def test_what_was_said_in_an_update_stands_beneath_its_sentence(people, plan):
    make_update(action_of(plan, "1.1"), comment=LONG, next_steps="Read ten more.", reason="")

    assert texts(people) == [
        ("Comment", [("same", LONG)]),
        ("Next steps", [("same", "Read ten more.")]),
    ]


def test_the_words_of_what_was_taken_out_stay_readable(people, plan):
    remove_action(action_of(plan, "1.1"), by=people.business_manager, reason="Done elsewhere.")

    (sentence,) = last_summary(people).sentences
    assert sentence.url == ""  # there is nothing left to link to
    assert texts(people) == [("Wording", [("removed", "Do what action 1.1 says.")])]


def test_who_leads_is_told_by_name_after_everything_about_them_changed(people, plan):
    """A name is read from the last history row of a deleted record."""
    by = people.business_manager
    add_measure(action_of(plan, "1.1"), by=by, wording="30 families")
    change = people.partnership.changes.latest("pk")
    remove_action(action_of(plan, "1.1"), by=by, reason="Another board does it.")

    (summary,) = Reader(people.partnership, None, True).describe([change])
    assert [sentence.text for sentence in summary.sentences] == [
        "1.1 Action 1.1: measure added: “30 families”"
    ]
    assert [sentence.url for sentence in summary.sentences] == [""]


def test_a_change_that_only_the_application_needs_is_told_all_the_same(people, plan):
    revise(action_of(plan, "1.1"), by=people.business_manager, previous_rating="amber")

    assert describe_last_change(people) == ["1.1 Action 1.1: previous rating set to Amber"]


def test_a_story_says_who_when_and_why(people, plan):
    revise_action(action_of(plan, "1.1"), by=people.chair, title="Hear them", reason="Shorter.")

    summary = last_summary(people)
    assert (summary.by_name, summary.clock, summary.reason) == ("Chair", "10:00am", "Shorter.")
    assert (summary.home.name, summary.through) == ("Business plan 2026–29", "a command")


def test_every_tracked_model_and_field_has_words(people, plan):
    """A model without a rule is described by its verbose names."""
    for model in tracked():
        kind = kind_of(model)
        assert kind.noun
        for name in (*kind.part_of, *kind.refers, *kind.phrases, *filter(None, [kind.content])):
            assert model._meta.get_field(name)


def test_a_model_without_a_rule_is_told_by_its_verbose_names(people, plan, monkeypatch):
    by = people.business_manager
    monkeypatch.delitem(KINDS, Theme)
    monkeypatch.delitem(KINDS, ReportingPoint)
    with recording(by=by):
        revise_part(plan.theme_set.get(), by=by, name="Voices")
        point = {"action": action_of(plan, "1.1"), "due_on": TODAY}
        point["timescale_words"] = "At the meeting"
        add_part(ReportingPoint, plan, by=by, **point)

    assert describe_last_change(people) == [
        "Theme “Voices”: name changed from “Voice of the child” to “Voices”",
        "1.1 Action 1.1: reporting point added: At the meeting",
    ]


def test_the_same_queries_for_one_change_and_for_three(people, plan, django_assert_num_queries):
    reader = Reader(people.partnership, None, True)
    for number in range(3):
        make_update(action_of(plan, f"1.{number + 1}"))
        make_update(action_of(plan, f"1.{number + 1}"))
    latest = list(reader.changes()[:6])
    with django_assert_num_queries(QUERIES):
        reader.describe(latest[:1])
    with django_assert_num_queries(QUERIES):
        reader.describe(latest)


# Tables touched; rows of actions, and the previous ones; rows of updates; names of actions and plans; ratings.
QUERIES = 7
