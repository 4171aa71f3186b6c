"""Describes what happened to the numbers of success measures: their values, baselines and targets."""

from reports.changes.values import Fact, quoted, reworded, shortened

NUMBERS = {
    "baseline": ("baseline", "baseline_on", "baseline_precision"),
    "target": ("target", "target_on", "target_precision"),
}


def describe_values(values, rows):
    """The Facts of values that were recorded, corrected or removed."""
    return [_describe_value(values, row) for row in rows]


def _describe_value(values, row):
    value = values.records.introduce(row.record)
    measure = quoted(shortened(value.measure.wording))
    if row.type == "+":
        return Fact(f"recorded {value.words} for {value.date} for {measure}")
    if row.type == "-":
        return Fact(f"removed the value {value.words} for {value.date} for {measure}")
    if row.before is None:
        return Fact(f"corrected a value for {measure}: now {value.words} for {value.date}")
    before = values.records.introduce(row.before)
    if (before.words, before.date) != (value.words, value.date):
        then = f"{before.words} for {before.date}"
        return Fact(f"corrected {then} for {measure}: now {value.words} for {value.date}")
    fact = reworded("source", before.source, value.source)
    return Fact(f"value for {value.date} for {measure}: {fact.text}", fact.texts)


def describe_numbers(row):
    """The Facts of a measure whose baseline or target changed."""
    if row.type != "~" or row.before is None:
        return []
    called = f"measure {quoted(shortened(row.record.wording))}"
    return [
        Fact(f"{called} {_changed(row, name)}")
        for name, fields in NUMBERS.items()
        if not set(fields).isdisjoint(row.altered)
    ]


def _changed(row, name):
    old, new = (getattr(record, f"{name}_words") for record in (row.before, row.record))
    return reworded(name, old, new).text
