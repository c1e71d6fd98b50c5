"""Packages as Anki itself imports them, and, where that is not installed, as SQLite reads them."""

from __future__ import annotations

import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from mock_interview.review.anki import is_ours, to_lines, to_package
from mock_interview.review.cards import Card, cards
from tests.hostile import hostile
from tests.samples import finished
from tests.three_weeks import three_weeks

NOW = 1_795_000_000.0


def notes(package: bytes, folder: Path) -> list[tuple[Any, ...]]:
    with zipfile.ZipFile(BytesIO(package)) as archive:
        archive.extract("collection.anki2", folder)
    base = sqlite3.connect(folder / "collection.anki2")
    found = base.execute("SELECT guid, mod, flds, tags, mid FROM notes ORDER BY guid").fetchall()
    base.close()
    return found


def test_a_package_holds_every_card_under_its_own_name(tmp_path: Path) -> None:
    made = cards([*three_weeks("en"), *three_weeks("zh")])
    found = notes(to_package(made, now=NOW), tmp_path)
    assert {row[0] for row in found} == {card.guid for card in made}
    assert {row[1] for row in found} == {int(NOW)}
    assert {tuple(row[2].split("\x1f")) for row in found} == {card.fields for card in made}
    assert {row[4] for row in found} == {1748203661, 1748203662}, "one note type for each language"


def test_a_package_made_again_differs_only_in_its_time(tmp_path: Path) -> None:
    made = cards([finished()])
    first, again = (notes(to_package(made, now=now), tmp_path) for now in (NOW, NOW + 60))
    assert [(row[0], *row[2:]) for row in first] == [(row[0], *row[2:]) for row in again]
    assert [row[1] + 60 for row in first] == [row[1] for row in again]


def test_making_a_package_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    to_package(cards([finished()]), now=NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_package_and_lines_are_known_to_be_ours(tmp_path: Path) -> None:
    path = tmp_path / "x.apkg"
    path.write_bytes(to_package(cards([finished()]), now=NOW))
    assert is_ours(path)
    with zipfile.ZipFile(path, "w") as other:
        other.writestr("collection.anki2", b"")
    assert not is_ours(path)
    path.write_text(to_lines([]), encoding="utf-8")
    assert is_ours(path)
    path.write_text("my notes", encoding="utf-8")
    assert not is_ours(path)


# --------------------------------------------------------------------------------- Anki itself


class Anki:
    """A collection of Anki's."""

    def __init__(self, folder: Path) -> None:
        from anki.collection import Collection

        self.folder = folder
        self.collection = Collection(str(folder / "collection.anki2"))

    def package(self, made: tuple[Card, ...], *, now: float) -> dict[str, int]:
        """Import them as a package; how many notes were new, updated, or there already."""
        from anki.collection import ImportAnkiPackageRequest

        path = self.folder / "x.apkg"
        path.write_bytes(to_package(made, now=now))
        return counted(self.collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path))))

    def lines(self, made: tuple[Card, ...]) -> dict[str, int]:
        """Import them as text, as Anki suggests by itself."""
        from anki.collection import ImportCsvRequest

        path = self.folder / "x.txt"
        path.write_text(to_lines(made), encoding="utf-8", newline="\n")
        metadata = self.collection.get_csv_metadata(path=str(path), delimiter=None)
        return counted(self.collection.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)))

    def note(self, guid: str) -> Any:
        """The note of that guid."""
        base = self.collection.db
        assert base is not None
        return self.collection.get_note(base.scalar("SELECT id FROM notes WHERE guid = ?", guid))


def counted(response: Any) -> dict[str, int]:
    log = response.log
    found = {"new": len(log.new), "updated": len(log.updated), "same": len(log.duplicate)}
    assert not log.conflicting and not log.missing_notetype and not log.empty_first_field
    return {name: count for name, count in found.items() if count}


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Anki]:
    pytest.importorskip(
        "anki.collection", reason="needs the anki package, which has no wheel for this system"
    )
    found = Anki(tmp_path)
    yield found
    found.collection.close()


def test_anki_imports_a_package_and_a_later_one_updates_it(anki: Anki) -> None:
    early, late = cards(three_weeks("en")[:8]), cards(three_weeks("en"))
    both = {card.guid for card in early} & {card.guid for card in late}
    assert anki.package(early, now=NOW) == {"new": len(early)}
    assert anki.package(early, now=NOW) == {"same": len(early)}
    assert anki.package(late, now=NOW + 60) == {"new": len(late) - len(both), "updated": len(both)}
    assert anki.collection.note_count() == len({card.guid for card in (*early, *late)})
    for card in late:
        assert tuple(anki.note(card.guid).fields) == card.fields
        assert set(card.tags) <= set(anki.note(card.guid).tags)


def test_an_update_leaves_the_schedule_alone(anki: Anki) -> None:
    made = cards([finished()])
    anki.package(made, now=NOW)
    card = anki.note(made[0].guid).cards()[0]
    anki.collection.sched.set_due_date([card.id], "30")
    due = anki.collection.get_card(card.id).due
    assert anki.package(made, now=NOW + 60) == {"updated": len(made)}
    assert anki.collection.get_card(card.id).due == due


def test_a_card_shows_question_then_everything_else(anki: Anki) -> None:
    made = cards([finished("zh")])
    anki.package(made, now=NOW)
    (name,) = [deck.name for deck in anki.collection.decks.all_names_and_ids() if deck.name != "Default"]
    assert name == "模拟面试"
    card = anki.note(made[1].guid).cards()[0]
    front, back = card.question(), card.answer()
    assert "写出 RMSNorm 的公式。" in front and "分母是什么？" in front
    assert "把输入除以它的均方根" not in front and "把输入除以它的均方根" in back
    assert "参考答案" in back and "说反了" in back and "arxiv.org/abs/1910.07467" in back


def test_anki_plays_and_runs_nothing_that_was_said(anki: Anki) -> None:
    made = cards([hostile()])
    anki.package(made, now=NOW)
    for one in made:
        card = anki.note(one.guid).cards()[0]
        assert not card.question_av_tags() and not card.answer_av_tags()
        assert "<script" not in card.answer()


def test_anki_imports_lines_and_later_ones_update_them(anki: Anki) -> None:
    early, late = cards([*three_weeks("zh")[:8], hostile()]), cards([*three_weeks("zh"), hostile()])
    both = {card.guid for card in early} & {card.guid for card in late}
    assert anki.lines(early) == {"new": len(early)}
    again = anki.lines(late)
    assert again["new"] == len(late) - len(both)
    assert again.get("updated", 0) + again.get("same", 0) == len(both)
    note = anki.note(late[-1].guid)
    assert late[-1].fields[0] in note.fields[0] and late[-1].fields[2] in note.fields[1]
    assert set(late[-1].tags) <= set(note.tags)
