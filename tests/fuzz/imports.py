"""Notes, decks, packs, settings, personas, journals and Parquet rows, as targets to spoil."""

from __future__ import annotations

import io
import json
import os
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from mock_interview.answer_rows import check_row
from mock_interview.bank.load import load_bank
from mock_interview.bank.pack import add_pack, pack
from mock_interview.bank.store import BankFolder
from mock_interview.conduct.persona import FOLDER, load_persona
from mock_interview.errors import MockInterviewError
from mock_interview.grading.draft import points_from
from mock_interview.importing.plan import ADDED, SAME, Source, Wishes, make_plan
from mock_interview.importing.sources import SourceOptions, read_source
from mock_interview.parquet_file import Columns, read_parquet, write_parquet
from mock_interview.row_file import json_line
from mock_interview.row_journal import Journal
from mock_interview.settings.effective import effective
from mock_interview.settings.shown import as_plain, rows
from tests.fuzz.targets import Target
from tests.importing.test_anki import new_database, old_database
from tests.samples import BANK_YAML, write_bank

MARKDOWN = (
    "# Norms\n\n## 1.1 What is a norm?\n\nA *size* of a vector, $\\|x\\|$.\n\n- one\n- two\n\n```python\n# no heading?\n"
    "x = 1\n```\n\n**Q: Why?**\n\nA: Because.\n\n<details><summary>What is LoRA?</summary>\n\nLow rank.\n\n</details>\n",
    "# 大模型\r\n\r\n### 1. 什么是注意力？\r\n\r\n答：对值加权求和。\r\n\r\n1. 为什么除以根号 d？\r\n   方差。\r\n\r\n| 问题 | 答案 |\r\n|---|---|\r\n"
    "| 什么是 RoPE？ | 旋转位置编码 |\r\n",
)  # fmt: skip
TABLES = (
    "question,answer,topic,level\nWhat is a norm?,\"A size, \"\"long\"\"\nof two lines\",norms,2\n什么是范数？,大小,norms,x\n",
    "问题,答案\n什么是注意力？,对值加权求和\n为什么除以根号 d？,\n",
)  # fmt: skip
JSON_LINES = (
    '{"question": "What is a norm?", "answer": "A size.", "topic": "norms", "level": 2}\n'
    '{"question": "什么是范数？", "answer": "大小", "tags": ["a", "b"]}\n',
)
ANKI_TEXT = (
    "#separator:tab\n#html:true\n#deck column:3\nWhat is <b>X</b>?\tA letter<br>of many\tLLM::Basics\n什么是 X？\t字母\tLLM\n",
)  # fmt: skip
SETTINGS = (
    "judge: true\nmax_calls: 3\nmax_cost: 0.5\ntimeout: 20\nmodel: m\napi_key_env: MY_KEY\n",
    "model: m\nbase_url: http://127.0.0.1:1/v1\napi_key: sk-123456789\nheaders:\n  a: b\nprice:\n  prompt: 1\n"
    "  completion: 2.5\nbody:\n  top_p: 1\n",
)  # fmt: skip
HEADER = {"format": 1, "about": {"rows": "abc"}}
MARK = {"rows": 2, "size": 8, "scored": 2, "engine": "e"}
PART = "one\ntwo\ntail"


def encoded(texts: tuple[str, ...]) -> tuple[bytes, ...]:
    """Each text as it is, with a mark, in two bytes a character, and as people in China save it."""
    return tuple(
        text.encode(name) for text in texts for name in ("utf-8", "utf-8-sig", "utf-16", "gb18030")
    )  # fmt: skip


def import_of(suffix: str) -> Callable[[bytes], None]:
    """Notes: read, put into a bank and on disk, and read again; the bank has every question found."""

    def read(raw: bytes) -> None:
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / f"notes{suffix}"
            path.write_bytes(raw)
            source = Source(name=path.name, reading=read_source(path, SourceOptions()))
            for skipped in source.reading.skipped:
                str(skipped).encode("utf-8", "replace")
            first = _imported(Path(name) / "bank", source)
            assert {step.what for step in first.steps} <= {ADDED, SAME}
            assert len(first.steps) == len(source.reading.questions), "what was found is told"
            if first.having(ADDED):
                again = make_plan(load_bank(Path(name) / "bank"), [source], Wishes(), points_from)
                assert {step.what for step in again.steps} <= {SAME}, "importing again changes nothing"

    return read


def _imported(folder: Path, source: Source):  # type: ignore[no-untyped-def]
    bank = BankFolder(folder)
    plan = make_plan(bank.bank, [source], Wishes(), points_from)
    new = plan.having(ADDED)
    if new:
        bank.add([step.after for step in new], plan.topics)
        bank.save()
        assert {step.after.id for step in new} == {q.id for q in load_bank(folder).questions}
    return plan


def read_a_database(raw: bytes) -> None:
    """The collection within a deck."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("collection.anki2", raw)
    import_of(".apkg")(packed.getvalue())


@cache
def databases() -> tuple[bytes, ...]:
    with tempfile.TemporaryDirectory() as name:
        for make in (old_database, new_database):
            make(Path(name) / make.__name__)
        return tuple(path.read_bytes() for path in sorted(Path(name).iterdir()))


def decks() -> tuple[bytes, ...]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", databases()[1])
    return (packed.getvalue(),)


def add_a_pack(raw: bytes) -> None:
    """A pack from somebody else: added to a bank, which can be used afterwards."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "p.zip"
        path.write_bytes(raw)
        folder = BankFolder(Path(name) / "bank")
        added = add_pack(path, folder)
        folder.save()
        if added.new:
            assert len(load_bank(folder.folder).questions) == len(added.new)
        strays = [one for one in Path(name).rglob("*") if one.is_file() and one.parent != folder.folder]
        assert strays == [path], "nothing is unpacked elsewhere"


def add_a_file(raw: bytes) -> None:
    """A bank file within a pack."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.yaml", raw)
    add_a_pack(packed.getvalue())


@cache
def packs() -> tuple[bytes, ...]:
    with tempfile.TemporaryDirectory() as name:
        pack(write_bank(Path(name) / "bank"), Path(name) / "p.zip", ())
        return ((Path(name) / "p.zip").read_bytes(),)


def read_settings(raw: bytes) -> None:
    """A config file: read, and shown without its key."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "config.yaml"
        path.write_bytes(raw)
        found = effective(path, {})
        for row in rows(found):
            row.text.encode("utf-8", "replace")
        json.dumps(as_plain(found, path), allow_nan=False)


def read_a_persona(raw: bytes) -> None:
    """A persona: read, and every line of it said."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "mine.yaml"
        path.write_bytes(raw)
        persona = load_persona(str(path))
    for line, _texts in persona.lines:
        assert all(persona.line(line, lang, turn) for lang in ("zh", "en") for turn in range(3))


def go_on_with_a_journal(raw: bytes) -> None:
    """The journal of a file of rows that was cut off: gone on with, and no row before the mark changed."""
    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "out.jsonl"
        (Path(name) / "out.jsonl.part").write_text(PART)
        (Path(name) / "out.jsonl.part.journal").write_bytes(raw)
        journal = Journal(target, {"rows": "abc"})
        try:
            file = journal.open(resume=True)
        except MockInterviewError:
            assert (Path(name) / "out.jsonl.part").read_text() == PART, "nothing is thrown away"
            raise
        assert file is not None
        file.write("end\n")
        journal.keep(rows=1, scored=0, engine="e")
        journal.finish()
        assert target.read_text() == PART[: max(0, len(target.read_text()) - 4)] + "end\n"
        assert os.listdir(name) == ["out.jsonl"]  # noqa: PTH208


def read_parquet_rows(raw: bytes) -> None:
    """Rows of a Parquet file: read, checked, and written as JSON."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "x.parquet"
        path.write_bytes(raw)
        for row in read_parquet(path):
            json_line(dict(row.fields))
            try:
                check_row(row, {"rms-formula": None})
            except ValueError as error:
                str(error).encode("utf-8", "replace")


@cache
def parquet() -> tuple[bytes, ...]:
    plain = [{"n": n, "answer": "答案" * n, "question_id": "rms-formula", "score": n / 2} for n in range(40)]
    columns = Columns(named={key: key for key in plain[0]}, types={"n": int, "score": float})
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "x.parquet"
        write_parquet(path, plain, columns, [{"reason": ""}] * 40, {"reason": str})
        return (path.read_bytes(),)


IMPORTS = (
    Target(name="markdown", seeds=encoded(MARKDOWN), read=import_of(".md")),
    Target(name="csv", seeds=encoded(TABLES), read=import_of(".csv")),
    Target(name="tsv", seeds=encoded(tuple(t.replace(",", "\t") for t in TABLES[1:])), read=import_of(".tsv")),
    Target(name="json-lines", seeds=encoded(JSON_LINES)[:1], read=import_of(".jsonl"), lines=True),
    Target(name="anki-text", seeds=encoded(ANKI_TEXT), read=import_of(".txt")),
    Target(name="anki-deck", seeds=decks(), read=import_of(".apkg")),
    Target(name="anki-database", seeds=databases(), read=read_a_database),
    Target(name="pack", seeds=packs(), read=add_a_pack),
    Target(name="pack-file", seeds=(BANK_YAML.encode(),), read=add_a_file),
    Target(name="settings", seeds=tuple(text.encode() for text in SETTINGS), read=read_settings),
    Target(name="persona", seeds=tuple(path.read_bytes() for path in sorted(FOLDER.glob("*.yaml"))),
           read=read_a_persona),
    Target(name="journal", seeds=("\n".join(map(json.dumps, (HEADER, MARK, MARK))).encode() + b"\n",),
           read=go_on_with_a_journal, lines=True),
    Target(name="parquet", seeds=parquet(), read=read_parquet_rows, errors=(MockInterviewError, OSError)),
)  # fmt: skip
