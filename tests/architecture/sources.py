"""The application's own source files, read as syntax trees."""

import ast
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# In the order of imports: an app imports only itself and those before it.
APPS = ("partnership", "subgroups", "plans", "reports")


@dataclass(frozen=True)
class Source:
    path: Path

    @property
    def name(self):
        return str(self.path.relative_to(ROOT))

    @property
    def parts(self):
        """The module's dotted name in parts: ("plans", "services", "progress")."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return parts[:-1] if parts[-1] == "__init__" else parts

    @property
    def module(self):
        return ".".join(self.parts)

    @property
    def app(self):
        return self.parts[0]

    @cached_property
    def tree(self):
        return ast.parse(self.path.read_text(encoding="utf-8"))

    @property
    def lines(self):
        return len(self.path.read_text(encoding="utf-8").splitlines())

    def imports(self, within=None):
        """(line, dotted module, name or "") of every import in the file, or in one node of it."""
        for node in ast.walk(within or self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name, "") for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    package = self.parts if self.path.name == "__init__.py" else self.parts[:-1]
                    package = package[: len(package) - node.level + 1]
                    base = ".".join([*package, *filter(None, [node.module])])
                yield from ((node.lineno, base, alias.name) for alias in node.names)

    def functions(self):
        kinds = ast.FunctionDef | ast.AsyncFunctionDef
        return [node for node in ast.walk(self.tree) if isinstance(node, kinds)]

    def calls(self, *names):
        """(line, receiver as source text, call) of every call of an attribute with one of these names."""
        for node in ast.walk(self.tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in names
            ):
                yield node.lineno, ast.unparse(node.func.value), node


@cache
def sources(*, migrations=False):
    """Every Python file of the four apps, each parsed once a process however many tests read it."""
    found = (path for app in APPS for path in sorted((ROOT / app).rglob("*.py")))
    return [Source(path) for path in found if migrations or "migrations" not in path.parts]
