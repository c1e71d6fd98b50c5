"""Anki decks: real ones made by the packages that make them, and ones made to do harm."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from mock_interview.errors import SourceError
from mock_interview.importing.anki import read_apkg
from mock_interview.importing.sources import SourceOptions, read_source

NOTES = [
    (1, "What is <b>X</b>?\x1fA letter.<br>[sound:x.mp3]<img src='a.png'>", 10),
    (1, "\x1fno question", 10),
    (2, "{{c1::Attention::what}} mixes {{c2::values}}.\x1fextra", 20),
    (3, "回答在前\x1f什么在后？", 10),
]


def old_database(path: Path, *, notes: list[tuple[int, str, int]] = NOTES) -> None:
    """A collection in the form of old decks, whose kinds and decks are JSON."""
    kinds = {"1": ("Front", "Back"), "2": ("Text", "Extra"), "3": ("Answer", "Question")}
    models = {
        key: {"flds": [{"name": n, "ord": i} for i, n in enumerate(names)]} for key, names in kinds.items()
    }
    decks = {"10": {"name": "LLM::Basics"}, "20": {"name": "Default"}}
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE col (models TEXT, decks TEXT)")
        database.execute("CREATE TABLE notes (id INTEGER, mid INTEGER, flds TEXT)")
        database.execute("CREATE TABLE cards (nid INTEGER, did INTEGER)")
        database.execute("INSERT INTO col VALUES (?, ?)", (json.dumps(models), json.dumps(decks)))
        for number, (kind, fields, deck) in enumerate(notes, start=1):
            database.execute("INSERT INTO notes VALUES (?, ?, ?)", (number, kind, fields))
            database.execute("INSERT INTO cards VALUES (?, ?)", (number, deck))
    database.close()


def new_database(path: Path) -> None:
    """A collection in the form of newer decks, whose kinds and decks are tables."""
    with sqlite3.connect(path) as database:
        database.create_collation("unicase", lambda a, b: (a > b) - (a < b))
        database.execute("CREATE TABLE notes (id INTEGER, mid INTEGER, flds TEXT)")
        database.execute("CREATE TABLE cards (nid INTEGER, did INTEGER)")
        database.execute("CREATE TABLE fields (ntid INTEGER, ord INTEGER, name TEXT COLLATE unicase)")
        database.execute("CREATE TABLE decks (id INTEGER, name TEXT COLLATE unicase)")
        database.execute("INSERT INTO fields VALUES (1, 0, 'Front'), (1, 1, 'Back')")
        database.execute("INSERT INTO decks VALUES (10, 'LLM' || char(31) || 'Basics')")
        database.execute("INSERT INTO notes VALUES (1, 1, 'What?' || char(31) || 'That.')")
        database.execute("INSERT INTO cards VALUES (1, 10)")
    database.close()


def deck(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return path


def made(tmp_path: Path, **options: object) -> bytes:
    database = tmp_path / "made.sqlite"
    old_database(database, **options)  # type: ignore[arg-type]
    return database.read_bytes()


def test_an_old_deck_gives_questions_answers_and_decks_as_topics(tmp_path: Path) -> None:
    reading = read_source(deck(tmp_path / "my_deck.apkg", collection_anki2=made(tmp_path)), SourceOptions())
    assert [(f.question, f.answer, f.topics) for f in reading.questions] == [
        ("What is X?", "A letter.", ("LLM", "Basics")),
        ("[what] mixes [...].", "Attention mixes values.\n\nextra", ("my deck",)),
        ("什么在后？", "回答在前", ("LLM", "Basics")),
    ]
    assert [(one.line, one.why) for one in reading.skipped] == [(2, "no_question")]


def test_the_newest_collection_of_a_deck_is_read_and_unpacked(tmp_path: Path) -> None:
    from mock_interview.importing.anki import _zstd

    database = tmp_path / "new.sqlite"
    new_database(database)
    old = made(tmp_path, notes=[(1, "Please update to the latest Anki version\x1f", 10)])
    path = deck(
        tmp_path / "d.apkg", collection_anki2=old, collection_anki21b=_zstd().compress(database.read_bytes())
    )
    (found,) = read_apkg(path).questions
    assert (found.question, found.answer, found.topics) == ("What?", "That.", ("LLM", "Basics"))


def test_a_deck_that_genanki_writes(tmp_path: Path) -> None:
    genanki = pytest.importorskip("genanki")
    kind = genanki.Model(7, "Basic", fields=[{"name": "Front"}, {"name": "Back"}], templates=[
        {"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{Back}}"}])  # fmt: skip
    made_deck = genanki.Deck(8, "面试::基础")
    made_deck.add_note(genanki.Note(model=kind, fields=["什么是过拟合？", "训练好，<b>测试</b>差。"]))
    genanki.Package(made_deck).write_to_file(tmp_path / "g.apkg")
    (found,) = read_apkg(tmp_path / "g.apkg").questions
    assert (found.question, found.answer, found.topics) == (
        "什么是过拟合？",
        "训练好，测试差。",
        ("面试", "基础"),
    )


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.apkg", b"", "is not a zip archive"),
        ("a.apkg", b"PK\x03\x04garbage" * 20, "is not a zip archive"),
        ("a.apkg", b"\x00" * 1000, "is not a zip archive"),
    ],
)
def test_a_file_that_is_no_archive_is_told(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=said):
        read_apkg(tmp_path / name)


@pytest.mark.parametrize(
    ("member", "data", "said"),
    [
        ("collection_anki2", b"not a database at all", "its database cannot be read"),
        ("collection_anki2", b"SQLite format 3\x00" + b"\xff" * 5000, "its database cannot be read"),
        ("collection_anki2", b"", "has no notes"),
        ("collection_anki21b", b"not zstd", "is damaged"),
        ("other", b"x", "is not an Anki deck"),
    ],
)
def test_garbage_in_a_deck_is_told(tmp_path: Path, member: str, data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read_apkg(deck(tmp_path / "a.apkg", **{member: data}))


def test_a_damaged_database_ends_in_an_error_wherever_it_is_damaged(tmp_path: Path) -> None:
    good = made(tmp_path)
    for at in range(0, len(good), 97):
        bad = bytearray(good)
        bad[at : at + 40] = b"\xff" * len(bad[at : at + 40])
        path = deck(tmp_path / "a.apkg", collection_anki2=bytes(bad))
        try:
            read_apkg(path)
        except SourceError as error:
            assert str(path) in str(error)


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mock_interview.importing.anki.MOST_BYTES", 2**20)
    with pytest.raises(SourceError, match="unpacks to more than 1 MB"):
        read_apkg(deck(tmp_path / "a.apkg", collection_anki2=b"\0" * 2**24))


def test_a_query_without_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mock_interview.importing.anki._MOST_LOOKS", 20)
    database = tmp_path / "x.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE cards (nid, did)")
        connection.execute("CREATE TABLE notes (id INTEGER, mid INTEGER, flds TEXT)")
        # Without an index every note looks at every card.
        connection.execute("CREATE TABLE col (models TEXT, decks TEXT)")
        connection.executemany("INSERT INTO notes VALUES (?, 1, 'What?')", [(n,) for n in range(3000)])
        connection.executemany("INSERT INTO cards VALUES (?, 1)", [(n + 10**6,) for n in range(3000)])
    connection.close()
    with pytest.raises(SourceError, match="its database cannot be read: interrupted"):
        read_apkg(deck(tmp_path / "a.apkg", collection_anki2=database.read_bytes()))


def test_too_many_entries_are_refused_before_they_are_listed(tmp_path: Path) -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for number in range(60):
            archive.writestr(f"{number}", b"")
    from mock_interview.archive import open_archive

    (tmp_path / "many.zip").write_bytes(raw.getvalue())
    with (
        pytest.raises(SourceError, match="more than 50 entries"),
        open_archive(tmp_path / "many.zip", most_entries=50),
    ):
        pass


def test_numbers_that_are_none_cost_no_note(tmp_path: Path) -> None:
    """SQLite keeps anything in any column."""
    for make in (old_database, new_database):
        path = tmp_path / make.__name__
        make(path)
        with sqlite3.connect(path) as database:
            database.create_collation("unicase", lambda a, b: (a > b) - (a < b))
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
            for table, column in (("fields", "ntid"), ("fields", "ord"), ("decks", "id"), ("notes", "mid"),
                                  ("cards", "did")):  # fmt: skip
                if table in tables:
                    database.execute(f"INSERT INTO {table} ({column}) VALUES (NULL), ('x'), (1e999), (x'00')")
            if "col" in tables:
                names = [{"name": "a", "ord": []}, {"name": 3, "ord": "x"}]
                odd = json.dumps({"1": {"flds": names}, "--1": {}})
                database.execute("UPDATE col SET models = ?, decks = ?", (odd, odd))
        database.close()
        packed = tmp_path / f"{make.__name__}.apkg"
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(path, "collection.anki2")
        assert len(read_apkg(packed).questions) >= 1


def test_a_deck_that_cannot_be_unpacked_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "no such folder"))
    with pytest.raises(SourceError, match=r"cannot be unpacked.*TMPDIR"):
        read_apkg(tmp_path / "x.apkg")
