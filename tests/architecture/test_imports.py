"""Imports have one direction: between the apps, and between the floors of each."""

import ast
import re

from tests.architecture.ranks import FLOORS, floor_of
from tests.architecture.sources import APPS, ROOT, Source, sources

SOURCES = sources()
MODULES = {source.module: source for source in SOURCES}


def imported(source):
    """(line, our module) of every import of a source."""
    for line, base, name in source.imports():
        if base.split(".")[0] in APPS:
            longer = f"{base}.{name}"
            yield line, longer if longer in MODULES else base


def wrong_imports(source):
    """The imports of a source from above: "plans/x.py:3 (floor 5) imports plans.y (floor 7)"."""
    floor = floor_of(source.module)
    return [
        f"{source.name}:{line} (floor {floor}) imports {module} (floor {floor_of(module)})"
        for line, module in imported(source)
        if module.split(".")[0] == source.app and not is_at_most(floor_of(module), floor)
    ]


def is_at_most(lower, upper):
    return lower is not None and upper is not None and lower <= upper


def test_an_app_imports_only_what_stands_below_it():
    wrong = [
        f"{source.name}:{line} imports {module}"
        for source in SOURCES
        for line, module in imported(source)
        if APPS.index(module.split(".")[0]) > APPS.index(source.app)
    ]
    assert wrong == []


def test_every_module_has_a_floor():
    assert [s.module for s in SOURCES if floor_of(s.module) is None] == []


def test_a_module_imports_only_its_own_floor_and_those_below():
    assert [wrong for source in SOURCES for wrong in wrong_imports(source)] == []


def test_every_floor_is_lived_on():
    """An entry that matches no module would hide a misspelt name."""
    empty = [
        f"{app}.{place}"
        for app, floors in FLOORS.items()
        for floor in floors
        for place in floor.split()
        if not any(m == f"{app}.{place}" or m.startswith(f"{app}.{place}.") for m in MODULES)
    ]
    assert empty == []


def test_an_import_from_above_is_found(tmp_path):
    """The tests above can fail: a model that imports a service, and a module without a floor."""
    model = Source(ROOT / "plans/models/action.py")
    vars(model)["tree"] = ast.parse("from plans.services.action import add_action")
    assert [line.split(" imports ")[1] for line in wrong_imports(model)] == [
        f"plans.services.action (floor {floor_of('plans.services.action')})"
    ]
    assert floor_of("plans.helpers_of_mine") is None


def test_floors_are_told_apart():
    lowest_first = (
        "plans.models.action",
        "plans.timescales.parse",
        "plans.leads.history",
        "plans.ratings.compare",
        "plans.document.assemble",
        "plans.periods.board",
        "plans.challenges.read",
        "plans.reminders.compose",
        "plans.services.progress",
        "plans.forms.progress",
        "plans.views.progress",
        "plans.urls.editing",
        "plans.admin.actions",
    )
    floors = [floor_of(module) for module in lowest_first]
    assert floors == sorted(set(floors))


def test_the_access_policy_knows_no_records():
    """Nor do the modules it imports, which keep unsaved input in a session and find the record at an address."""

    def known(name):
        return {module for _, module in imported(MODULES[f"partnership.{name}"])}

    below = {"partnership.editing.unsaved_input", "partnership.addresses"}
    assert known("permissions") <= {"partnership", *below}
    assert known("editing.unsaved_input") == known("statements") == set()
    assert known("addresses") == {"partnership.statements"}


def test_only_strings_name_other_apps_in_the_partnership():
    """Settings and URLs must name them; nothing there imports them."""
    wrong = [
        f"{source.name}:{line}"
        for source in SOURCES
        if source.app == "partnership"
        for line, module in imported(source)
        if not module.startswith("partnership")
    ]
    assert wrong == []


def test_imports_stand_at_the_top():
    wrong = [
        f"{source.name}:{line} imports {module}"
        for source in SOURCES
        for function in source.functions()
        for line, module, _ in source.imports(within=function)
    ]
    assert wrong == []


def test_nothing_is_imported_by_its_name_as_a_text():
    """That would bypass every rule above."""
    hidden = [f"{name}:{line}" for source in SOURCES for name, line in hidden_imports(source)]
    assert hidden == []


def hidden_imports(source):
    for line, module, name in source.imports():
        if module.startswith("importlib") or name == "import_string":
            yield source.name, line
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name) and node.id == "__import__":
            yield source.name, node.lineno


def test_a_hidden_import_is_found():
    source = Source(ROOT / "plans/apps.py")
    vars(source)["tree"] = ast.parse("import importlib\n__import__('plans.views')")
    assert [line for _, line in hidden_imports(source)] == [1, 2]


def test_no_module_is_a_bag_of_things():
    bags = {"utils", "util", "common", "core", "helpers", "helper", "misc", "shared", "lib"}
    assert [s.name for s in SOURCES if bags & set(s.parts)] == []


def test_no_signals():
    wrong = [
        f"{source.name}:{line}"
        for source in SOURCES
        for line, module, name in source.imports()
        if re.search(r"(^|\.)(signals|dispatch)$", module)
        or name in ("receiver", "Signal", "signals")
    ]
    assert wrong == []


def test_views_never_touch_objects():
    """Records come from @requires, lists from related managers or reading functions."""
    views = [source for source in SOURCES if "views" in source.parts]
    wrong = [
        f"{source.name}:{node.lineno}"
        for source in views
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")
    ]
    assert wrong == []
    assert len(views) > 20


def test_models_and_documents_are_told_the_day():
    rooms = {"models", "document", "ratings", "leads", "timescales"}
    told = [source for source in SOURCES if rooms & set(source.parts)]
    wrong = [
        f"{source.name}:{line}"
        for source in told
        for line, receiver, call in source.calls("now", "localdate", "localtime", "today")
        if not call.args and receiver.split(".")[-1] in ("timezone", "datetime", "date")
    ]
    assert wrong == []
    assert len(told) > 20
