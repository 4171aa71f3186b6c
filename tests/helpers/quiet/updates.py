"""Updates that improve a rating, repeat “no change” or are altered, and ratings themselves."""

from datetime import date
from decimal import Decimal

from partnership.history import recording, revise
from partnership.redactions.find import Passage, find_places
from partnership.services.redaction import redact
from plans.measures.numbers import Figure
from plans.services.measure import revise_measure
from plans.services.period import freeze_period
from plans.services.progress import record_no_change, record_update
from tests.helpers.builders import action_of, days_ago, make_update
from tests.helpers.periods import make_period
from tests.helpers.quiet.measures import counted
from tests.helpers.quiet.registry import near_miss, quiet


def improve(plan, by, **values):
    make_update(action_of(plan, "1.1"), by=by, rating="amber", at=days_ago(9))
    make_update(action_of(plan, "1.1"), by=by, rating="green", at=days_ago(2), **values)


@quiet("worse_while_better")
def improved_while_a_value_got_worse(p, plan, by):
    counted(plan, "89", "63")
    improve(plan, by)


@quiet("worse_while_better")
def improved_by_the_update_that_brought_a_worse_value(p, plan, by):
    measure = counted(plan, "89").measure
    said = {"measure": measure, "on": date(2026, 9, 1), "precision": "month"}
    improve(plan, by, values=[{**said, "figure": Figure(Decimal(63))}])


@near_miss
def improved_while_a_value_got_better(p, plan, by):
    counted(plan, "63", "89")
    improve(plan, by)


@near_miss
def improved_where_nobody_said_which_way_is_better(p, plan, by):
    measure = counted(plan, "89", "63").measure
    revise_measure(measure, by=by, wanted="", at=days_ago(20))
    improve(plan, by)


@near_miss
def rating_as_before_while_a_value_got_worse(p, plan, by):
    counted(plan, "89", "63")
    make_update(action_of(plan, "1.1"), by=by, rating="green", at=days_ago(9))
    make_update(action_of(plan, "1.1"), by=by, rating="green", at=days_ago(2))


@quiet("improved_without_words")
def improved_without_a_word(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, rating="red", at=days_ago(3))
    make_update(action_of(plan, "1.1"), by=by, rating="green", comment="", reason="")


@near_miss
def improved_with_a_comment(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, rating="red", at=days_ago(3))
    make_update(action_of(plan, "1.1"), by=by, rating="green")


@near_miss
def improved_with_evidence(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, rating="red", at=days_ago(3))
    piece = {"question": "difference", "source": "audit", "text": "18 of 20 were heard."}
    record_update(action_of(plan, "1.1"), by=by, rating="green", evidence=[piece])


@near_miss
def first_rating_without_a_word(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, rating="green", comment="", reason="")


@quiet("better_than_suggested")
def better_than_the_dates_suggested(p, plan, by):
    make_update(action_of(plan, "1.2"), by=by, rating="green")


@near_miss
def as_the_dates_suggested(p, plan, by):
    make_update(action_of(plan, "1.2"), by=by, rating="amber")


@near_miss
def complete_whatever_the_dates_suggested(p, plan, by):
    make_update(action_of(plan, "1.2"), by=by, rating="complete")


def say_no_change(plan, by, *, periods, also=None):
    """“No change” in that many periods, the last one now; ``also``: a comment in the last but one."""
    make_update(action_of(plan, "1.1"), by=by, at=days_ago(90))
    for number in range(periods, 0, -1):
        at = days_ago(10 * number - 8)
        period = make_period(plan, name=f"Period {number}", at=at)
        if number == 2 and also:
            also(at)
        record_no_change(action_of(plan, "1.1"), by=by, at=at)
        if number > 1:
            freeze_period(period, by=by, at=days_ago(10 * number - 12))


@quiet("no_change_again")
def no_change_in_three_periods(p, plan, by):
    say_no_change(plan, by, periods=3)


@quiet("no_change_again")
def no_change_in_four_periods(p, plan, by):
    say_no_change(plan, by, periods=4)


@near_miss
def no_change_in_two_periods(p, plan, by):
    say_no_change(plan, by, periods=2)


@near_miss
def no_change_in_three_periods_of_which_one_heard_more(p, plan, by):
    say_no_change(
        plan, by, periods=3, also=lambda at: make_update(action_of(plan, "1.1"), by=by, at=at)
    )


@near_miss
def no_change_three_times_in_one_period(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, at=days_ago(9))
    make_period(plan, at=days_ago(8))
    for days in (7, 6, 5):
        record_no_change(action_of(plan, "1.1"), by=by, at=days_ago(days))


@quiet("update_altered")
def words_of_an_earlier_update_altered(p, plan, by):
    update = make_update(action_of(plan, "1.1"), by=by, at=days_ago(3))
    revise(update, by=by, comment="All is well.")


@quiet("update_altered")
def earlier_update_taken_out(p, plan, by):
    update = make_update(action_of(plan, "1.1"), by=by, at=days_ago(3))
    make_update(action_of(plan, "1.1"), by=by, at=days_ago(2))
    with recording(by=by):
        update.delete()


@near_miss
def words_of_an_earlier_update_redacted(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, comment="Sam Green was heard.", at=days_ago(3))
    passage = Passage("Sam Green")
    keys = [place.key for place in find_places(p.partnership, passage)]
    redact(p.partnership, by=by, passage=passage, keys=keys, reason="It named a child.")


@quiet("rating_renamed")
def rating_with_another_name(p, plan, by):
    relabel(p, by, label="Good enough")


@near_miss
def rating_with_another_meaning(p, plan, by):
    relabel(p, by, meaning="Done by the agreed day.")


def relabel(p, by, **values):
    revise(p.partnership.ratingdefinition_set.get(kind="on_track"), by=by, **values)


@near_miss
def another_update(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, at=days_ago(3))
    make_update(action_of(plan, "1.1"), by=by, comment="All is well.")
