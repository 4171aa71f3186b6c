"""Every scheme of the library: what it suggests, rolls up, compares and calls late, on the page and on paper."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from partnership.models import RatingDefinition
from partnership.palette import PALETTE, contrast
from partnership.rating_kinds import CLOSED, GOOD, NEEDS_COMMENT, WORST_FIRST, RatingKind
from partnership.rating_library import LIBRARY
from partnership.rating_scheme import Scheme
from partnership.services.partnership import found_partnership
from plans.document.current import read_plan
from plans.document.records import Distribution, RatingFacts
from plans.gaps import find_gap
from plans.ratings.suggest import Facts, suggest
from reports.render.plan import plan_sheets
from tests.helpers.builders import TODAY, action_of, make_plan, make_update
from tests.helpers.schemes import use_scheme

LATER = date(2031, 1, 1)  # past every date of the plan

schemes = pytest.mark.parametrize("scheme", LIBRARY, ids=lambda scheme: scheme.key)


def facts(scheme):
    return tuple(
        RatingFacts(r.key, r.kind.value, r.label, r.meaning, r.colour, r.symbol, severity)
        for severity, r in enumerate(scheme.ratings)
    )


@schemes
def test_a_partnership_can_be_founded_with_it(db, scheme):
    partnership = found_partnership(
        by=None, name="Chalkshire", short_name="CSCP", slug="chalkshire", scheme=scheme
    )
    found = list(partnership.ratingdefinition_set.all())
    assert [one.label for one in found] == [rating.label for rating in scheme.ratings]
    for definition in found:
        definition.full_clean()
    assert RatingDefinition.objects.filter(partnership=partnership, kind="on_track").exists()


@schemes
def test_its_order_and_its_kinds_agree(scheme):
    """The worst is listed first, and what is neither good nor bad last."""
    kinds = [rating.kind for rating in scheme.ratings]
    ranks = [WORST_FIRST.index(kind) for kind in kinds if kind in WORST_FIRST]
    assert ranks == sorted(ranks)
    assert all(kind not in WORST_FIRST for kind in kinds[len(ranks) :])
    assert kinds[-1] == "not_rated"


@schemes
def test_no_two_of_its_ratings_look_alike(scheme):
    looks = [(rating.colour, rating.symbol) for rating in scheme.ratings]
    assert len(set(looks)) == len(looks)
    assert len({rating.key for rating in scheme.ratings}) == len(scheme.ratings)


# What each scheme says to an action that was due yesterday, a year ago, or is due in a year.
SUGGESTED = {
    "rag": ("Amber", "Red", "Green"),
    "brag": ("Amber", "Red", "Green"),
    "ryg": ("Yellow", "Red", "Green"),
    "green_completed": ("Red", "Red", "Amber"),
    "on_stream": ("Slightly off track", "Off track", "On track"),
    "five_points": ("Amber/red or Amber/green", "Red", "Green"),
    "targets": ("Behind schedule", "", "Under control or On target"),
    "ongoing": ("", "", "Ongoing"),
    "numbers": ("2", "1", "3"),
    "whole": ("Amber", "Red", "Green"),
    "kept_going": ("Amber", "Red", "Green"),
    "sign_off": ("Amber", "Red", "Green or Done, awaiting sign-off"),
}


@schemes
def test_suggestions_are_in_its_own_words(scheme):
    ours = Scheme(facts(scheme))
    words = []
    for days in (-1, -365, 365):
        due = Facts("not_rated", TODAY + timedelta(days=days), "day", None)
        kind = ours.nearest(suggest(due, on=TODAY).kind)
        words.append(ours.words(kind) if kind else "")
    assert tuple(words) == SUGGESTED[scheme.key]


@schemes
def test_directions(scheme):
    """Better is what comes later in the scheme; nothing is better or worse than what has no direction."""
    ours = Scheme(facts(scheme))
    for place, before in enumerate(ours.ratings):
        for later in ours.ratings[place + 1 :]:
            has_direction = before.kind in WORST_FIRST and later.kind in WORST_FIRST
            assert ours.direction(before.key, later.key) == ("better" if has_direction else "")
            assert ours.direction(later.key, before.key) == ("worse" if has_direction else "")
        assert ours.direction(before.key, before.key) == ""


@schemes
def test_the_roll_up(scheme):
    """One action at each rating: the worst is the first, and good are those on track and complete alone."""
    ratings = facts(scheme)
    actions = [SimpleNamespace(rating=rating.key, is_overdue=False) for rating in ratings]
    found = Distribution.of(actions, ratings)
    assert found.worst == ratings[0]
    assert found.number(*GOOD) == sum(rating.kind in GOOD for rating in ratings)
    for rating in ratings:
        alone = Distribution.of([SimpleNamespace(rating=rating.key, is_overdue=False)], ratings)
        is_named = rating.kind in WORST_FIRST or rating.kind == RatingKind.NOT_RATED
        assert alone.worst == (rating if is_named else None)
        assert bool(alone.number(*GOOD)) == (rating.kind in GOOD)


@schemes
def test_its_colours_can_be_read(scheme):
    for rating in scheme.ratings:
        shades = PALETTE[rating.colour]
        assert contrast(shades.text, shades.tint) >= 7
        assert contrast(shades.edge, "#ffffff") >= 3
        assert contrast(shades.edge, shades.tint) >= 3


@schemes
def test_on_the_page_and_on_paper(people, client_as, scheme):
    """Every rating can be given, is called by its label, and is late only while it is being done."""
    use_scheme(people.partnership, scheme)
    chosen = [rating for rating in scheme.ratings if rating.kind != RatingKind.NOT_RATED]
    plan = make_plan(people, actions=len(chosen))
    late = set()
    for number, rating in enumerate(chosen, start=1):
        action = action_of(plan, f"1.{number}")
        comment = "Read." if rating.kind in NEEDS_COMMENT else ""
        instead = "The new service." if rating.kind == RatingKind.ENDED else ""
        make_update(action, rating=rating.key, comment=comment, came_instead=instead)
        action = action_of(plan, f"1.{number}")
        assert (action.rating, action.rating_kind) == (rating.key, rating.kind)
        if action.is_overdue(on=LATER):
            late.add(action.pk)
            assert rating.kind not in CLOSED | {RatingKind.NOT_DUE, RatingKind.ON_HOLD}
    found = find_gap(plan.action_set.all(), "overdue", on=LATER)
    assert late == set(found.values_list("pk", flat=True))

    document = read_plan(plan, on=TODAY)
    page = client_as(people.member).get(f"/ashshire/plans/{plan.pk}/").text
    paper = plan_sheets(document).html
    published = plan_sheets(document, as_published=True).html
    for rating in chosen:
        tag = f"app-rating--{rating.colour} app-sign--{rating.symbol}"
        for text in (page, paper, published):
            assert f'{tag}">{rating.label}</strong>' in text


@schemes
def test_what_needs_a_comment_is_named_on_the_form(people, plan, client_as, scheme):
    use_scheme(people.partnership, scheme)
    action = action_of(plan, "1.1")
    text = client_as(people.chair).get(f"/ashshire/actions/{action.pk}/progress/").text
    labels = [rating.label for rating in scheme.ratings if rating.kind in NEEDS_COMMENT]
    assert all(label in text for label in labels)
    assert (" a comment. " in text) == bool(labels)
