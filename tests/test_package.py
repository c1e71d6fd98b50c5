"""What an installed copy carries."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return out


def test_the_wheel_carries_questions_rubrics_and_the_model(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    questions = {path.name for path in (ROOT / "question_bank").glob("*.yaml")}
    assert questions <= {Path(n).name for n in names if n.startswith("mock_interview/data/question_bank/")}
    assert "mock_interview/data/rubrics/default.yaml" in names
    assert "mock_interview/encoder_model/tokenizer.json" in names
    templates = {path.name for path in (ROOT / "mock_interview" / "review" / "templates").iterdir()}
    assert templates == {Path(n).name for n in names if n.startswith("mock_interview/review/templates/")}
    assert not [n for n in names if n.startswith(("tests", "transcripts", "training"))]


def test_the_source_archive_carries_the_same(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        names = {name.partition("/")[2] for name in tar.getnames()}
    assert {"question_bank/position.yaml", "rubrics/default.yaml", "LICENSE", "constraints.txt"} <= names
    assert not [
        name for name in names if name.endswith(".jsonl") and not name.startswith("training/answers/")
    ]


def test_an_installed_copy_finds_its_own_questions(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    done = subprocess.run(
        [sys.executable, "-m", "mock_interview", "paths"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site"), "PATH": "", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(tmp_path / "site" / "mock_interview" / "data" / "question_bank") in done.stdout
    assert "shipped with the program" in done.stdout
