"""personas/*.yaml to `Persona`: in what manner the interviewer speaks, and what it says without a model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mock_interview.errors import SettingsError, UsageError
from mock_interview.fields import Fields, Report, nearest
from mock_interview.model import LANGUAGES, Text, Texts
from mock_interview.yaml_file import parse

FOLDER = Path(__file__).parent.parent / "personas"
LINES = ("opening", "moving_on", "cannot_say", "wrap_up")
MOST = 400  # characters of the manner, which goes into every prompt
REMEDY = "docs/llm.md says what a persona may hold."
_EMPTY = Text(zh="", en="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """A manner of speaking. Each of ``lines`` (named in `LINES`) has at least one text a language."""

    id: str
    name: Text
    manner: Text
    lines: tuple[tuple[str, Texts], ...]

    def line(self, name: str, lang: str, turn: int = 0) -> str:
        """What it says without a model; ``turn`` takes turns among several."""
        texts = dict(self.lines)[name].get(lang)
        return texts[turn % len(texts)]


def names() -> tuple[str, ...]:
    """The personas that ship with the program."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def load_persona(wanted: str) -> Persona:
    """The persona of that name, or in that YAML file.

    Raises `UsageError` with the nearest name, or `SettingsError` with all that is wrong in the file.
    """
    path = Path(wanted).expanduser()
    if path.suffix not in (".yaml", ".yml"):
        if wanted not in names():
            raise UsageError(
                f"no persona '{wanted}'{nearest(wanted, names())}; there are {', '.join(names())}, "
                "or name a YAML file of your own"
            )
        path = FOLDER / f"{wanted}.yaml"
    report = Report(path)
    persona = _read(path, report)
    if persona is None or report.problems:
        raise SettingsError(tuple(report.problems), REMEDY)
    return persona


def _read(path: Path, report: Report) -> Persona | None:
    root = parse(path, report)
    if root is None:
        return None
    fields = Fields(root, report, path.stem, ("name", "manner", *LINES))
    manner = fields.bilingual("manner") or _EMPTY
    if max(len(manner.zh), len(manner.en)) > MOST:
        fields.error("manner", f"'manner' must be at most {MOST} characters: it goes into every prompt")
    return Persona(
        id=path.stem,
        name=fields.bilingual("name") or _EMPTY,
        manner=manner,
        lines=tuple((name, _lines(fields, name)) for name in LINES),
    )


def _lines(fields: Fields, name: str) -> Texts:
    if fields.node(name) is None:
        return Texts()
    texts = fields.texts(name)
    for lang in LANGUAGES:
        if not texts.get(lang):
            fields.error(name, f"'{name}' needs at least one text in '{lang}'")
    return texts
