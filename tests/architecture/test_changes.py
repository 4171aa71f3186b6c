"""Every change is opened with its record, so that its lock is held before anything is read or checked."""

import ast

from tests.architecture.sources import sources

SOURCES = sources()

# The admin opens a change before it knows the record; ``hold`` takes the lock once it does.
WITHOUT_SUBJECT = {"partnership/admin_site.py"}


def openings_without_subject(source):
    """Line of each call of ``recording()`` that names no record."""
    return [
        call.lineno
        for call in ast.walk(source.tree)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "recording"
        and not call.args
    ]


def test_a_change_is_opened_on_what_it_is_about():
    without = {source.name for source in SOURCES if openings_without_subject(source)}
    assert without == WITHOUT_SUBJECT


def test_an_opening_without_a_subject_would_be_found(tmp_path, monkeypatch):
    path = tmp_path / "service.py"
    path.write_text("with recording(by=by):\n    pass\nwith recording(plan, by=by):\n    pass\n")
    monkeypatch.setattr("tests.architecture.sources.ROOT", tmp_path)
    (source,) = [type(SOURCES[0])(path)]
    assert openings_without_subject(source) == [1]
