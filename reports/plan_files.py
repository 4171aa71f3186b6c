"""A PlanExport written as a file of any format."""

from dataclasses import dataclass

from plans.exports.action_table import ACTIONS
from plans.exports.csv import write_csv
from plans.exports.excel import write_excel
from plans.exports.icalendar import write_icalendar
from plans.exports.json import write_json
from plans.exports.tables import find_table
from plans.exports.word import write_word
from reports.render.pdf import print_pdf
from reports.render.plan import plan_sheets


@dataclass(frozen=True)
class FileChoice:
    """What someone chose of a plan's file."""

    ending: str  # one of WRITERS
    as_published: bool = False  # PDF and Word: in the partnership's own tables
    arranged: str = ""  # PDF and Word: how the actions are arranged
    table: str = ""  # CSV: the name of a table


def write_plan_file(export, choice, *, logo=None):
    """The content (bytes or text) of the file that a FileChoice names."""
    return WRITERS[choice.ending](export, choice, logo)


def _write_pdf(export, choice, logo):
    sheets = plan_sheets(
        export.narrowed,
        as_published=choice.as_published,
        by=choice.arranged,
        mark=export.mark,
        filtered=export.filter_lines,
    )
    return print_pdf(sheets.with_logo(logo))


def _write_word(export, choice, logo):
    return write_word(export, as_published=choice.as_published, by=choice.arranged, logo=logo)


WRITERS = {
    "pdf": _write_pdf,
    "docx": _write_word,
    "xlsx": lambda export, choice, logo: write_excel(export),
    "csv": lambda export, choice, logo: write_csv(export, find_table(choice.table) or ACTIONS),
    "json": lambda export, choice, logo: write_json(export),
    "ics": lambda export, choice, logo: write_icalendar(export),
}
