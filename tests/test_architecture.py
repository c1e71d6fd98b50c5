"""The floors and doors of the code base, read from its source."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "mock_interview"
FLOORS = {
    "ground": {
        "model",
        "errors",
        "yaml_file",
        "fields",
        "codec",
        "clean_text",
        "atomic",
        "topic_names",
        "row_file",
        "row_journal",
        "locked_file",
        "parquet_file",
        "aside",
        "chat",
        "spoken",
        "secret",
        "found_json",
        "fence",
        "archive",
        "practice",
        "plural",
    },
    "room": {
        "bank",
        "rubric",
        "transcript",
        "selection",
        "schedule",
        "review",
        "grading",
        "paths",
        "answers",
        "answer_rows",
        "agreement",
        "settings",
        "llm",
        "judge",
        "conduct",
        "importing",
    },
    "front": {"session", "course", "dialogue", "checkup", "verify", "terminal"},
    "door": {"cli", "__main__"},
}
HEIGHT = {"ground": 0, "room": 1, "front": 2, "door": 3}
DOORS = {
    "yaml": {"yaml_file"},
    "msgspec": {"codec"},
    "platformdirs": {"paths"},
    "portalocker": {"locked_file"},
    "prompt_toolkit": {"terminal.editor"},
    "typer": {"cli"},
    "rich": {"terminal"},
    "rapidfuzz": {"grading"},
    "snowballstemmer": {"grading"},
    "fsrs": {"schedule.cards"},
    "onnxruntime": {"grading.onnx_model"},
    "tokenizers": {"grading.onnx_model"},
    "threadpoolctl": {"grading.onnx_model"},
    "sentence_transformers": {"grading.st_encoder"},
    "openai": {"llm.client"},
    "jinja2": {"review.page"},
    "genanki": {"review.anki"},
    "pyarrow": {"parquet_file"},
    "ray": {"cli.ray_engine"},
    "torch": set(),
    "markdown_it": {"importing.markdown"},
    "mdit_py_plugins": {"importing.markdown"},
    "pypinyin": {"importing.names"},
    "sqlite3": {"importing.anki", "review.anki", "transcript.index", "transcript.store"},
    "backports": {"importing.anki"},
}
ONE_FILE = {"rapidfuzz", "snowballstemmer"}  # packages that may live in any one file of the room named above


@cache
def modules() -> dict[str, Path]:
    return {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted(PACKAGE.rglob("*.py"))
    }


@cache
def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            submodules = {name for name in names if name.removeprefix("mock_interview.") in modules()}
            found |= submodules if submodules == names else {node.module} | submodules
    return found


def ours(path: Path) -> set[str]:
    known = modules()
    names = {
        name.removeprefix("mock_interview.") for name in imports(path) if name.startswith("mock_interview.")
    }
    return {name for name in names if name in known}


def room_of(module: str) -> str:
    return module.split(".", 1)[0]


def floor_of(module: str) -> str:
    return next(floor for floor, names in FLOORS.items() if room_of(module) in names)


SOURCES = {name: path for name, path in modules().items() if name != "__init__"}


@pytest.mark.parametrize("module", SOURCES)
def test_a_module_imports_only_from_lower_floors_or_its_own_room(module: str) -> None:
    for other in ours(SOURCES[module]):
        same_room = room_of(other) == room_of(module)
        same_floor = floor_of(other) == floor_of(module) != "room"
        lower = HEIGHT[floor_of(other)] < HEIGHT[floor_of(module)]
        assert lower or same_room or same_floor, f"{module} imports {other}"


def test_the_interview_loop_does_not_know_the_terminal() -> None:
    assert not [name for name in ours(SOURCES["session"]) if room_of(name) == "terminal"]


def test_no_module_imports_itself_through_others() -> None:
    graph = {name: ours(path) - {name} for name, path in SOURCES.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"cycle: {' -> '.join((*trail, name))}"
        if name not in done:
            for other in graph.get(name, ()):
                visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("package", DOORS)
def test_a_third_party_package_has_one_door(package: str) -> None:
    users = {
        name
        for name, path in SOURCES.items()
        if any(found == package or found.startswith(f"{package}.") for found in imports(path))
    }
    strangers = {n for n in users if n not in DOORS[package] and room_of(n) not in DOORS[package]}
    assert not strangers
    if package in ONE_FILE:
        assert len(users) <= 1


@pytest.mark.parametrize("module", [name for name in SOURCES if floor_of(name) in ("ground", "room")])
def test_rooms_and_ground_do_not_print_or_read_the_clock(module: str) -> None:
    tree = ast.parse(SOURCES[module].read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert "print" not in names
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert not calls & {
        "time.time",
        "time.monotonic",
        "datetime.now",
        "datetime.utcnow",
        "random.random",
        "random.choice",
    }


def test_every_module_says_what_it_owns() -> None:
    silent = [
        name
        for name, path in modules().items()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent
