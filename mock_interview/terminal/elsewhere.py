"""An answer handed to an external editor in a file, and what comes back. Nothing here draws."""

from __future__ import annotations

import locale
import os
import tempfile
from pathlib import Path


def hand_out(text: str) -> Path:
    """A file of one's own that holds ``text``. Raises ``OSError``."""
    handle, name = tempfile.mkstemp(suffix=".md")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def take_back(path: Path) -> str:
    """What the file holds now, without the line end that editors add. Raises ``OSError``.

    An editor may have written it in the encoding of the system; what fits none is marked, never lost.
    """
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", locale.getpreferredencoding(False)):
        try:
            text = raw.decode(encoding)
            break
        except (UnicodeDecodeError, LookupError):
            continue
    else:
        text = raw.decode("utf-8", "replace")
    return text.replace("\r\n", "\n").removesuffix("\n")
