"""What SECURITY.md promises of the code: nothing read is run, and what is built can be built again."""

from __future__ import annotations

import ast
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "mock_interview"
SOURCES = sorted(PACKAGE.rglob("*.py"))
# Modules that run what they read, and calls that do.
RUNS_DATA = {"pickle", "cPickle", "dill", "joblib", "marshal", "shelve", "cloudpickle", "jsonpickle"}
CALLS = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "subprocess.getoutput", "yaml.load",
    "yaml.unsafe_load", "yaml.full_load", "torch.load", "np.load", "numpy.load",
}  # fmt: skip


def imported(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_runs_what_it_reads(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not imported(tree) & RUNS_DATA
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func) not in CALLS, f"line {node.lineno}"
            given = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
            assert given.get("shell", "False") == "False", f"line {node.lineno}"
            assert given.get("allow_pickle", "False") == "False", f"line {node.lineno}"
            assert given.get("trust_remote_code", "False") == "False", f"line {node.lineno}"


def test_the_same_sources_make_the_same_wheel(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1764115200"}
    hashes = []
    for name in ("first", "second"):
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / name)]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=240)
        assert done.returncode == 0, done.stderr
        (wheel,) = (tmp_path / name).glob("*.whl")
        hashes.append(hashlib.sha256(wheel.read_bytes()).hexdigest())
    assert hashes[0] == hashes[1]


def test_what_is_promised_is_written_down() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    for word in ("pickle", "SHA-256", "language model", "issue tracker"):
        assert word in text
