"""Whatever words stand under a timescale, what is read of them agrees with itself and with them."""

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from plans.models import Precision, TimescaleKind
from plans.models.timescale import DATED_KINDS, date_words, end_of_month, timescale_text
from plans.timescales.dates import NAMES
from plans.timescales.parse import ReadTimescale, read_timescale_words

NOT_UNDERSTOOD = ReadTimescale(is_understood=False)


DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


PIECES = """the board by end of term to from within subject year months TBC ongoing Covid-19 monthly autumn
    summer February March Sept Q3 2019 2021/22 19 '19 31 30th 3 10/2019 31/04/2020 31.3.25 2025-03-31
    / - – . , ( ) & ? # |"""


JUNK = st.sampled_from(PIECES.split())


TEXTS = st.one_of(st.text(), st.lists(JUNK, max_size=9).map(" ".join), st.lists(JUNK).map("".join))


@given(TEXTS, st.none() | DAYS)
@example("\ud800", None)
@example("٣١/٠٣/٢٠٢٥", None)
@example("within 99 months", date(2100, 12, 31))
def test_any_text_is_read_and_the_answer_agrees_with_itself(text, starts_on):
    read = read_timescale_words(text, starts_on=starts_on)
    is_dated = read.kind in DATED_KINDS
    assert (read.due_on is not None, bool(read.precision)) == (is_dated, is_dated)
    assert bool(read.points) == (read.kind == TimescaleKind.SEVERAL)
    assert read.due_on == max(read.points, default=read.due_on)
    if read.precision == Precision.MONTH:
        assert read.due_on == end_of_month(read.due_on)
    assert (read.kind == TimescaleKind.DATE) <= (read.precision == Precision.DAY)


@given(st.sampled_from(TimescaleKind), DAYS, st.sampled_from(Precision))
def test_what_the_application_prints_it_reads_back(kind, day, precision):
    if precision == Precision.MONTH:
        day = end_of_month(day)
    is_dated = kind in DATED_KINDS
    due_on, precision = (day, precision) if is_dated else (None, "")
    text = timescale_text(kind=kind, words="", due_on=due_on, precision=precision)
    read = read_timescale_words(text)
    assert (read.due_on, read.precision, read.is_understood) == (due_on, precision, True)
    if is_dated and kind != TimescaleKind.BY_MONTH:
        # Of several dates the application prints only the last
        kind = TimescaleKind.MONTH if precision == Precision.MONTH else TimescaleKind.DATE
    elif precision == Precision.DAY:
        kind = TimescaleKind.DATE
    assert read.kind == kind


MONTH_WORDS = st.builds(
    lambda day, form: (end_of_month(day), form(day)),
    DAYS,
    st.sampled_from(
        [
            lambda day: date_words(day, Precision.MONTH),
            lambda day: f"{day:%b} {day.year}",
            lambda day: f"by {day:%B} {day.year}",
            lambda day: f"{day:%b} '{day.year % 100:02}" if day.year < 2100 else f"{day:%b} 2100",
            lambda day: f"{day.month:02}/{day.year}",
            lambda day: f"by the end of {day:%b}. {day.year}",
        ]
    ),
)


@given(
    st.lists(MONTH_WORDS, min_size=1, max_size=8),
    st.sampled_from([" ", "\n", ", ", "; ", " and ", " & ", " / ", "\u00a0and in "]),
    st.sampled_from(["", " if the board agrees"]),
)
def test_every_month_named_is_found_in_order(months, between, after):
    days = tuple(day for day, _ in months)
    read = read_timescale_words(between.join(words for _, words in months) + after)
    assert read.is_understood == (not after)
    assert (read.points or days) == days
    assert (read.kind == TimescaleKind.SEVERAL) == (len(set(days)) > 1)
    assert read.due_on == max(days)


@given(st.lists(JUNK, max_size=4), MONTH_WORDS, st.lists(JUNK, max_size=4))
@example(["2021/22", "Q3"], (date(2020, 3, 31), "March 2020"), ["31.3.25"])
@example(["end", "2019"], (date(2020, 3, 31), "March 2020"), ["31.3.25"])
def test_a_date_not_understood_is_written_all_the_same(before, month_words, after):
    """Its year in digits; its month by name or in digits; and its day if it has one."""
    text = " ".join([*before, month_words[1], *after])
    read = read_timescale_words(text)
    if read.is_understood or read.due_on is None:
        return
    for day in read.points or (read.due_on,):
        assert f"{day:%y}" in text
        assert f"{day:%b}" in text or str(day.month) in text
        assert day == end_of_month(day) or str(day.day) in text


@given(
    st.one_of(
        st.lists(JUNK, min_size=1, max_size=9),
        st.lists(MONTH_WORDS, min_size=1, max_size=3).map(
            lambda months: " ".join(words for _, words in months).split()
        ),
    ),
    st.lists(st.sampled_from([" ", "  ", "\n", "\t", "\u00a0", " \u200b\r\n"]), min_size=11),
)
def test_white_space_and_capitals_make_no_difference(pieces, spaces):
    read = read_timescale_words(" ".join(pieces))
    spaces *= len(pieces) // len(spaces) + 1
    spaced = (
        "".join(space + piece for space, piece in zip(spaces, pieces, strict=False)) + spaces[0]
    )
    assert read_timescale_words(spaced) == read
    assert read_timescale_words(spaced.upper()) == read
    assert read_timescale_words(spaced.lower()) == read


DAY_WORDS = st.builds(
    lambda day, form: ((day, Precision.DAY), form(day)),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(
        [
            date_words,
            lambda day: f"{day.day}th of {day:%b} {day.year}",
            lambda day: f"{day:%A} {day.day} {day:%B}, {day.year}",
            lambda day: f"{day:%b} {day.day}th {day.year}",
            lambda day: f"{day.day} {day:%b} '{day:%y}",
        ]
    ),
)


NAMED_MONTHS = st.builds(
    lambda day, form: ((end_of_month(day), Precision.MONTH), form(day)),
    DAYS,
    st.sampled_from([lambda day: f"{day:%B} {day.year}", lambda day: f"{day:%b}-{day.year}"]),
)


NO_DATE = ["By ", "within 3 months of ", "completed ", "prior to ", "from ", "between ", "Phase 2 "]
NO_DATE += ["", "Q3 ", "1 - ", "22/", "12 and ", "31st & "]


GLUE = [
    " - ",
    "-",
    " – ",
    "/",
    " to ",
    " and ",
    " or ",
    " ",
    ", ",
    " (revised ",
    " of ",
    " by the end of ",
]


@given(
    st.sampled_from(NO_DATE),
    st.lists(DAY_WORDS | NAMED_MONTHS, min_size=1, max_size=3),
    st.sampled_from(GLUE),
    st.sampled_from(["", ")", "?", " subject to funding", " if ready"]),
)
@example(
    "",
    [((date(2026, 4, 1), "day"), "1 April 2026"), ((date(2026, 6, 15), "day"), "15 June 2026")],
    "-",
    "",
)
@example("22/", [((date(2026, 5, 23), "day"), "23 May 2026")], "", "")
def test_no_reading_has_a_date_that_its_words_do_not_name(before, dates, glue, after):
    """Whatever is around and between them: a day never becomes the end of its month, and no date is made of two."""
    read = read_timescale_words(before + glue.join(words for _, words in dates) + after)
    named = {day for (day, _), _ in dates}
    assert {*read.points, *filter(None, [read.due_on])} <= named
    if read.due_on and len({precision for (_, precision), _ in dates}) == 1:
        assert (read.due_on, read.precision) in {one for one, _ in dates}
    # What is stored as if it were whole is whole: each of the dates, or a period between two
    if read.is_understood and read.due_on:
        assert read.due_on == max(named)


@given(st.sampled_from(sorted(NAMES)), st.integers(32, 99), st.integers(2000, 2099))
def test_a_day_that_no_month_has_never_becomes_a_month(name, day, year):
    assert read_timescale_words(f"{day} {name} {year}") == NOT_UNDERSTOOD
