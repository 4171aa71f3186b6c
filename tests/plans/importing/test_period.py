from datetime import date

import pytest

from plans.importing.period import read_period, read_title
from plans.importing.tables import Cell, Line, Paragraph, Row, Table


@pytest.mark.parametrize(
    ("text", "starts_on", "ends_on"),
    [
        ("Business plan April 2026 to March 2027", date(2026, 4, 1), date(2027, 3, 31)),
        ("1 September 2026 – 31 August 2028", date(2026, 9, 1), date(2028, 8, 31)),
        ("Plan 01/04/2026 - 31/03/2027", date(2026, 4, 1), date(2027, 3, 31)),
        ("Plan 2026-27", date(2026, 4, 1), date(2027, 3, 31)),
        ("Strategy 2026/2029", date(2026, 4, 1), date(2029, 3, 31)),
        ("Plan 2020- 2023", date(2020, 4, 1), date(2023, 3, 31)),
        ("Plan 2027-26", None, None),
        ("31/02/2026 - 31/03/2027", None, None),
        ("Plan of the partnership", None, None),
    ],
)
def test_the_period_is_read_from_the_words_above_the_plan(text, starts_on, ends_on):
    assert read_period([Paragraph(text)]) == (starts_on, ends_on)


def test_the_title_names_a_plan_and_is_never_an_action():
    def rows(*texts):
        return Row(tuple(Cell(n, (Line(text),)) for n, text in enumerate(texts)), "")

    table = Table(
        "", (rows("Our tracker 2026-27"), rows("Action", "Lead", "When"), rows("Make a plan"))
    )
    assert read_title([Paragraph("Exampleshire"), table]) == "Our tracker 2026-27"
    assert read_title([Table("", table.rows[1:])]) == ""
