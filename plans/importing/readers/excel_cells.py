"""What a person sees in a cell of a workbook: numbers and dates as their format shows them, and the colour."""

import re
from calendar import day_name, month_name
from datetime import date, datetime, time, timedelta

from openpyxl.styles.colors import COLOR_INDEX

# What a format may hold besides the parts of a date: a language or colour in brackets, text in quotes, a sign kept as
# it is, and room for a sign.
NOT_SHOWN = re.compile(r"\[[^\]]*\]|[_*].")
PART_OF_DATE = re.compile(r'"([^"]*)"|\\(.)|(yyyy|yy|y|mmmmm|mmmm|mmm|mm|m|dddd|ddd|dd|d)|(.)')
TIME_OF_DAY = re.compile(r"\s*h+[:.]?m*(?:[:.]?s+(?:\.0+)?)?\s*(?:am/pm|a/p)?")
# A date with the month first is American, or the workbook's word for “as this computer has it”.
MONTH_FIRST = re.compile(r"^m{1,2}[/.-]d{1,2}[/.-]y{2,4}$")


def cell_text(value, number_format=""):
    """The text of a value of openpyxl; "" for None."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return _date_text(value, number_format or "")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return _number_text(value, number_format or "")
    return str(value)


def _number_text(value, number_format):
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    form = number_format.split(";")[0]
    places = len(match[1]) if (match := re.search(r"\.(0+)", form)) else None
    if "%" in form:
        share = round(value * 100, 6)
        return f"{share:.{places}f}%" if places else f"{share:g}%"
    pound = match[0] if (match := re.search("[£€$]", form)) else ""
    comma = "," if "#,##" in form else ""
    if places is not None and re.fullmatch(r"[#,0_.\s£€$\[\]\-()*\\\"A-Z]*", form):
        return f"{pound}{value:{comma}.{places}f}"
    whole = int(value) if value == int(value) else round(value, 10)
    if isinstance(whole, int) and re.fullmatch("0{2,20}", form):
        return f"{whole:0{len(form)}}"
    return f"{pound}{whole:{comma}}"


def _date_text(value, number_format):
    form = NOT_SHOWN.sub("", number_format.split(";")[0]).lower()
    form = TIME_OF_DAY.sub("", form).strip()
    if not re.search("[dmy]", form) or MONTH_FIRST.match(form):
        form = "dd/mm/yyyy"
    return "".join(_part_text(value, *part) for part in PART_OF_DATE.findall(form)).strip(" ,@")


def _part_text(value, quoted, kept, part, other):
    if not part:
        return quoted or kept or other
    month, day = month_name[value.month], day_name[value.weekday()]
    return {
        "y": f"{value.year % 100:02}",
        "yy": f"{value.year % 100:02}",
        "yyyy": str(value.year),
        "m": str(value.month),
        "mm": f"{value.month:02}",
        "mmm": month[:3],
        "mmmm": month,
        "mmmmm": month[:3],
        "d": str(value.day),
        "dd": f"{value.day:02}",
        "ddd": day[:3],
        "dddd": day,
    }[part]


def fill_of(cell):
    """The colour that fills a cell as rrggbb; "" for none, and for a colour of the theme, which is decoration."""
    fill = cell.fill
    if fill is None or fill.fill_type != "solid":
        return ""
    return _rgb(fill.fgColor)


def ink_of(cell):
    """The colour of a cell's letters as rrggbb, or ""."""
    return _rgb(cell.font.color) if cell.font is not None and cell.font.color is not None else ""


def _rgb(colour):
    if colour.type == "rgb" and isinstance(colour.rgb, str) and len(colour.rgb) == 8:
        return colour.rgb[2:].lower()
    if colour.type == "indexed" and colour.indexed < len(COLOR_INDEX):
        return COLOR_INDEX[colour.indexed][2:].lower()
    return ""
