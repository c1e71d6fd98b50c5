"""Packs: what goes out comes in, and an archive from elsewhere cannot do harm."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from mock_interview.bank.load import load_bank
from mock_interview.bank.pack import add_pack, default_out, pack, read_pack
from mock_interview.bank.store import BankFolder
from mock_interview.errors import FileProblems, SourceError
from tests.samples import BANK_YAML, write_bank


def archive(path: Path, *entries: tuple[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries:
            made.writestr(name, data)
    return path


def test_a_bank_comes_out_of_its_pack_as_it_went_in(tmp_path: Path) -> None:
    bank = write_bank(tmp_path / "bank")
    assert pack(bank, tmp_path / "p.zip", ()) == 2
    other = BankFolder(tmp_path / "other")
    added = add_pack(tmp_path / "p.zip", other)
    other.save()
    assert len(added.new) == 2 and load_bank(tmp_path / "other").questions == load_bank(bank).questions
    assert (tmp_path / "other" / "norm.yaml").read_bytes() == (bank / "norm.yaml").read_bytes()


def test_the_same_bank_gives_the_same_bytes(tmp_path: Path) -> None:
    bank = write_bank(tmp_path / "bank")
    pack(bank, tmp_path / "a.zip", ())
    (bank / "norm.yaml").touch()
    pack(bank, tmp_path / "b.zip", ())
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_only_the_sections_that_are_asked_for_are_packed(tmp_path: Path) -> None:
    bank = write_bank(tmp_path / "bank")
    text = BANK_YAML.replace("id: norm\n", "id: other\n").replace("norm", "other").replace('"2.18', '"2.19')
    write_bank(bank, text.replace("layer-", "l-").replace("rms-f", "r-f"), "other.yaml")
    assert pack(bank, tmp_path / "p.zip", ("norm/rms",)) == 2
    assert [name for name, _ in read_pack(tmp_path / "p.zip")] == ["norm.yaml"]


def test_what_is_there_already_stays_as_it_is(tmp_path: Path) -> None:
    mine = write_bank(tmp_path / "mine", BANK_YAML.replace("level: 2", "level: 5"))
    pack(write_bank(tmp_path / "theirs"), tmp_path / "p.zip", ())
    bank = BankFolder(mine)
    before = (mine / "norm.yaml").read_bytes()
    added = add_pack(tmp_path / "p.zip", bank)
    bank.save()
    assert [q.id for q in added.differing] == ["rms-formula"] and [q.id for q in added.same] == [
        "layer-formula"
    ]
    assert not added.new and (mine / "norm.yaml").read_bytes() == before and len(list(mine.iterdir())) == 1


def test_of_a_file_that_is_partly_there_only_the_rest_is_added(tmp_path: Path) -> None:
    theirs = BANK_YAML.replace("id: layer-formula", "id: another\n    seed: '2.18.2'").replace(
        '    seed: "2.18.2"\n', ""
    )
    pack(write_bank(tmp_path / "theirs", theirs), tmp_path / "p.zip", ())
    mine = BankFolder(write_bank(tmp_path / "mine"))
    added = add_pack(tmp_path / "p.zip", mine)
    mine.save()
    bank = load_bank(tmp_path / "mine")
    assert [q.id for q in added.new] == ["another"] and len(bank.questions) == 3
    assert bank.question("another").seed == ""  # the number is taken


def test_a_folder_zipped_by_hand_is_taken_too(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "p.zip",
        ("bank/norm.yaml", BANK_YAML),
        ("bank/README.md", "hi"),
        ("__MACOSX/._norm.yaml", b"\0"),
    )
    assert [name for name, _ in read_pack(path)] == ["norm.yaml"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../norm.yaml", "leads out of its folder"),
        ("/etc/norm.yaml", "leads out of its folder"),
        ("a/../../norm.yaml", "leads out of its folder"),
        ("..\\norm.yaml", "leads out of its folder"),
        ("C:norm.yaml", "leads out of its folder"),
        ("a/b/norm.yaml", "a folder of a folder"),
        ("notes.txt", "no question files"),
        (".hidden.yaml", "no question files"),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read_pack(archive(tmp_path / "p.zip", (name, BANK_YAML)))
    assert not list(tmp_path.parent.glob("norm.yaml"))


def test_a_link_is_refused(tmp_path: Path) -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as made:
        entry = zipfile.ZipInfo("norm.yaml")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(entry, "/etc/passwd")
    (tmp_path / "p.zip").write_bytes(raw.getvalue())
    with pytest.raises(SourceError, match="is a link"):
        read_pack(tmp_path / "p.zip")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="unpacks to more than 16 MB"):
        read_pack(archive(tmp_path / "p.zip", ("a.yaml", b"#" * (17 * 2**20))))
    many = [(f"{n}.yaml", b"#" * (15 * 2**20)) for n in range(5)]
    with pytest.raises(SourceError, match="unpacks to more than 64 MB"):
        read_pack(archive(tmp_path / "q.zip", *many))


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip", b"PK\x05\x06" + b"\0" * 10])
def test_what_is_no_archive_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "p.zip").write_bytes(data)
    with pytest.raises(SourceError, match="is not a zip archive"):
        read_pack(tmp_path / "p.zip")
    with pytest.raises(SourceError, match="cannot be read"):
        read_pack(tmp_path / "gone.zip")


def test_a_pack_with_mistakes_is_told_file_and_line_and_adds_nothing(tmp_path: Path) -> None:
    path = archive(tmp_path / "p.zip", ("norm.yaml", BANK_YAML.replace("level: 2", "level: 9")))
    bank = BankFolder(tmp_path / "mine")
    with pytest.raises(FileProblems, match=r"p\.zip/norm\.yaml:11: .*level.*\n.*\nNothing was added|level"):
        add_pack(path, bank)
    assert not (tmp_path / "mine").exists()


def test_bytes_that_are_no_utf8_are_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"norm\.yaml is not UTF-8"):
        read_pack(archive(tmp_path / "p.zip", ("norm.yaml", b"\xff\xfe")))


def test_a_pack_is_called_after_its_bank() -> None:
    assert default_out(Path("/x/my_bank")) == Path("my_bank.zip")
