"""The house has one direction: between the apps, and between the layers of each."""

import ast
import re

import pytest

from tests.architecture.sources import APPS, sources

SOURCES = sources()
MODULES = {source.module: source for source in SOURCES}

# Layers of an app, lowest first. A module with another name stands as high as the highest it imports.
LAYERS = ("permissions", "history", "models", "services", "forms", "views", "urls")


def layer_named(module):
    """The layer a module's own name says; None where it says none."""
    parts = module.split(".")
    if any("urls" in part.split("_") for part in parts[1:]):
        return LAYERS.index("urls")
    return next((LAYERS.index(part) for part in parts[1:] if part in LAYERS), None)


def imported(source):
    """(line, module of ours) of everything a source imports."""
    for line, base, name in source.imports():
        if base.split(".")[0] in APPS:
            longer = f"{base}.{name}"
            yield line, longer if longer in MODULES else base


def height(module, seen=()):
    """The layer on which a module stands."""
    named = layer_named(module)
    if named is not None or module not in MODULES or module in seen:
        return named if named is not None else 0
    below = [height(other, (*seen, module)) for _, other in imported(MODULES[module])]
    return max(below, default=0)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_an_app_imports_only_what_stands_below_it(source):
    wrong = [
        f"{source.name}:{line} imports {module}"
        for line, module in imported(source)
        if APPS.index(module.split(".")[0]) > APPS.index(source.app)
    ]
    assert wrong == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_layer_imports_only_layers_below_it(source):
    layer = layer_named(source.module)
    if layer is None:
        return
    wrong = [
        f"{source.name}:{line} ({LAYERS[layer]}) imports {module} ({LAYERS[height(module)]})"
        for line, module in imported(source)
        if height(module) > layer
    ]
    assert wrong == []


def test_layers_are_told_apart():
    """Else the test above would pass for want of layers."""
    assert height("partnership.permissions") == 0
    assert height("plans.models.action") == LAYERS.index("models")
    assert height("plans.document.records") == LAYERS.index("models")
    assert height("plans.services.progress") == LAYERS.index("services")
    assert height("partnership.urls.partnership") == LAYERS.index("urls")


def test_the_constitution_knows_no_records():
    """Nor does what it leans on, which keeps words in a session."""
    known = [module for _, module in imported(MODULES["partnership.permissions"])]
    assert set(known) <= {"partnership", "partnership.editing.unsaved_input"}
    assert [module for _, module in imported(MODULES["partnership.editing.unsaved_input"])] == []


def test_only_strings_name_other_apps_in_the_partnership():
    """Settings and addresses must name them; nothing there imports them."""
    wrong = [
        f"{source.name}:{line}"
        for source in SOURCES
        if source.app == "partnership"
        for line, module in imported(source)
        if not module.startswith("partnership")
    ]
    assert wrong == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_imports_stand_at_the_top(source):
    wrong = [
        f"{source.name}:{line} imports {module}"
        for function in source.functions()
        for line, module, _ in source.imports(within=function)
    ]
    assert wrong == []


def test_no_module_is_a_bag_of_things():
    bags = {"utils", "util", "common", "core", "helpers", "helper", "misc", "shared", "lib"}
    assert [s.name for s in SOURCES if bags & set(s.parts)] == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_no_signals(source):
    wrong = [
        f"{source.name}:{line}"
        for line, module, name in source.imports()
        if re.search(r"(^|\.)(signals|dispatch)$", module)
        or name in ("receiver", "Signal", "signals")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "source", [s for s in SOURCES if "views" in s.parts], ids=lambda source: source.name
)
def test_views_never_touch_objects(source):
    """Records come from @requires, lists from related managers or reading functions."""
    wrong = [
        f"{source.name}:{node.lineno}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "source",
    [
        s
        for s in SOURCES
        if "models" in s.parts or s.parts[-1] in ("document", "published", "suggestions")
    ],
    ids=lambda source: source.name,
)
def test_models_and_documents_are_told_the_day(source):
    wrong = [
        f"{source.name}:{line}"
        for line, receiver, call in source.calls("now", "localdate", "localtime", "today")
        if not call.args and receiver.split(".")[-1] in ("timezone", "datetime", "date")
    ]
    assert wrong == []
