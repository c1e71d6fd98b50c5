"""A read bank kept as JSON, because reading 158 questions of YAML takes most of a second.

The cache is only ever a copy: it is keyed by the size, time and name of every file and by the
program's version, and anything odd about it means reading the YAML again.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from mock_interview import __version__, clean_text, fields, yaml_file
from mock_interview.atomic import write_atomic
from mock_interview.bank import schema
from mock_interview.bank.load import bank_files, load_bank
from mock_interview.codec import CodecError, from_json, to_json
from mock_interview.model import Bank, question

KEPT = 8  # banks; the oldest go first


def load_cached(folder: Path, cache: Path) -> Bank:
    """Like `load_bank`, from ``cache`` when the files have not changed since."""
    try:
        kept = cache / f"bank-{_key(folder)}.json"
    except OSError:  # a file that cannot even be looked at; reading it says what is wrong
        return load_bank(folder)
    try:
        return from_json(kept.read_bytes(), Bank)
    except (OSError, CodecError):
        pass
    bank = load_bank(folder)
    _keep(kept, to_json(bank))
    return bank


def _key(folder: Path) -> str:
    digest = hashlib.sha256(f"{__version__}\n{folder.resolve()}\n".encode())
    # A checkout changes without its version changing.
    for module in (clean_text, fields, question, schema, yaml_file):
        digest.update(str(Path(module.__file__ or "").stat().st_mtime_ns).encode())
    for path in bank_files(folder):
        stat = path.stat()
        digest.update(f"{path.name}\n{stat.st_size}\n{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:20]


def _keep(path: Path, text: str) -> None:
    """Write atomically; a cache that cannot be written is no reason to stop."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, text)
        others = sorted(path.parent.glob("bank-*.json"), key=lambda p: p.stat().st_mtime)
        for old in others[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        pass
