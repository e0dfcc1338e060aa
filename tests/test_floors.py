"""Who may import whom. The table is the documentation of the layers, and is enforced."""

import ast
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "registry"

# Each room, and the rooms below it that it may import from.
MAY_IMPORT = {
    "apps": {"checks", "frozen", "search"},
    "checks": set(),
    "middleware": set(),
    "frozen": set(),
    "signin": set(),
    "vocabulary": set(),
    "text": set(),
    "dates": set(),
    "citing": {"dates"},
    "paper": set(),
    "fields": {"dates", "text"},
    "models": {"dates", "fields", "text", "vocabulary"},
    "facts": {"dates", "models", "text", "vocabulary"},
    "prose": {"dates", "facts", "models", "text", "vocabulary"},
    "acts": {"facts", "models", "prose", "vocabulary"},
    "search": {"dates", "facts", "models", "text"},
    "imports": {"dates", "facts", "fields", "models", "search", "text", "vocabulary"},
    "tasks": {"imports"},
    "threads": set(),
    "exports": {"dates", "facts", "fields", "imports", "models", "text", "vocabulary"},
    "pictures": {"dates", "facts", "models", "vocabulary"},
    "templatetags": {"dates", "models", "paper", "vocabulary"},
    "views": {
        *("citing", "dates", "exports", "facts", "models", "paper", "pictures", "prose"),
        *("search", "text", "vocabulary"),
    },
    "feeds": {"dates", "facts", "models", "views", "vocabulary"},
    "calendars": {"facts", "models", "views", "vocabulary"},
    "fresh": {"facts"},
    "sitemaps": {"facts", "models", "views"},
    "api": {"dates", "exports", "facts", "models", "text", "views", "vocabulary"},
    "urls": {"api", "calendars", "feeds", "sitemaps", "views"},
    "admin": {
        *("acts", "dates", "exports", "facts", "fields", "imports", "models", "prose"),
        *("tasks", "text", "vocabulary"),
    },
    "management": {"acts", "exports", "facts", "imports", "models", "prose", "search"},
    "migrations": {"dates", "fields", "models"},
}

# What a room must know nothing of, outside the package.
FORBIDDEN = {
    "dates": {"django"},
    "text": {"django"},
    "citing": {"django"},
    "paper": {"django"},
    "models": {"django.http", "django.template", "django.contrib.admin", "import_export"},
    "facts": {"django.http", "django.template", "django.contrib.admin", "import_export"}
    | {"django.utils.timezone", "django.utils.html"},
    "prose": {"django.http", "django.template", "django.contrib.admin", "import_export"}
    | {"django.utils.timezone"},
    "acts": {"django.http", "django.template", "django.contrib.admin", "import_export"}
    | {"django.utils.timezone"},
    "pictures": {"django"},
    "views": {"django.contrib.admin", "import_export"},
    "imports": {"django.http", "django.template", "django.contrib.admin", "import_export"}
    | {"django.utils.timezone"},
}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> list[tuple[str, ast.stmt]]:
    """The full dotted names that a file imports, with the statements."""
    tree = ast.parse(path.read_text())
    package = module_name(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*base, *([node.module] if node.module else [])])
            found += [(f"{base}.{alias.name}", node) for alias in node.names]
    return found


FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]


def wrong_imports(path: Path, room: str) -> list[str]:
    wrong = []
    for name, node in imports(path):
        parts = name.split(".")
        if parts[0] == "registry" and len(parts) > 1:
            if parts[1] != room and parts[1] not in MAY_IMPORT[room]:
                wrong.append(f"line {node.lineno}: {room} may not import {name}")
        for banned in FORBIDDEN.get(room, ()):
            if f"{name}.".startswith(f"{banned}."):
                wrong.append(f"line {node.lineno}: {room} may know nothing of {banned}")
        if node.col_offset and room != "migrations":
            wrong.append(f"line {node.lineno}: imports stand at the top")
    return wrong


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_imports_only_from_the_rooms_below_its_own(path):
    assert room_of(path) in MAY_IMPORT, "a new room needs a line in the table"
    assert wrong_imports(path, room_of(path)) == []


def test_a_wrong_import_would_be_seen(tmp_path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "from django.http import HttpRequest\n"
        "from registry.views import pages\n"
        "def f():\n    import registry.dates\n"
    )
    global ROOT
    kept, ROOT = ROOT, tmp_path
    try:
        assert wrong_imports(wrong, "models") == [
            "line 1: models may know nothing of django.http",
            "line 2: models may not import registry.views.pages",
            "line 4: imports stand at the top",
        ]
    finally:
        ROOT = kept


def test_no_circle_between_rooms():
    done: set[str] = set()
    while rest := MAY_IMPORT.keys() - done:
        free = {room for room in rest if MAY_IMPORT[room] <= done}
        assert free, f"a circle among {sorted(rest)}"
        done |= free


def test_no_circle_between_files():
    modules = {module_name(path): path for path in FILES}
    edges = {
        name: {
            target
            for imported, _ in imports(path)
            for target in (imported, imported.rsplit(".", 1)[0])
            if target in modules
            and target != name
            # `from . import x` in a file names its package, which is no circle.
            and not name.startswith(f"{target}.")
        }
        for name, path in modules.items()
    }
    done: set[str] = set()
    while rest := edges.keys() - done:
        free = {name for name in rest if edges[name] <= done}
        assert free, f"a circle among {sorted(rest)}"
        done |= free


def test_the_top_level_holds_what_belongs_there_and_nothing_else():
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text().split()]
    found = {
        one.name
        for one in ROOT.iterdir()
        if one.name != ".git" and not any(fnmatch(one.name, name) for name in ignored)
    }
    assert found == {
        *("manage.py", "pitf_site", "registry", "templates", "fixtures", "tests", "README.md"),
        *("requirements.txt", "requirements-dev.txt", "requirements-pdf.txt"),
        *("Makefile", "pyproject.toml", ".gitignore", ".ci", "assets", "docs"),
    }
