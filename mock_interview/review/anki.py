"""Cards to files that Anki imports: a package, or lines of text. The only place that imports genanki."""

from __future__ import annotations

import io
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from mock_interview.review.cards import FIELDS, Card
from mock_interview.review.labels import labels

MARK = b"mock-interview"  # the comment of a package of ours
# Chosen once at random. Anki knows decks and note types by these: with others, an import would double them.
_DECKS = {"zh": 1748203651, "en": 1748203652}
_MODELS = {"zh": 1748203661, "en": 1748203662}
_FRONT = """\
<div class="question">{{Question}}</div>
<div class="cue">{{Cue}}</div>
"""
_BACK = """\
{{{{FrontSide}}}}
<hr id="answer">
<div class="point">{{{{Point}}}}</div>
<div class="label">{answer}</div><div class="said">{{{{Answer}}}}</div>
<details><summary>{reference}</summary>{{{{Reference}}}}</details>
{{{{#Sources}}}}<div class="label">{read}</div><div class="sources">{{{{Sources}}}}</div>{{{{/Sources}}}}
"""
_STYLE = """\
.card { max-width: 38em; margin: 1em auto; padding: 0 1em; font: 18px/1.65 system-ui, "PingFang SC",
  "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; text-align: left; color: #22262e; background: #faf9f6; }
.question { font-weight: 600; }
.cue { margin-top: .8em; padding-left: .8em; border-left: 3px solid #2b5a86; }
.point { font-weight: 600; }
.label, summary { margin-top: 1.2em; font-size: .8em; color: #5a616e; }
.said, .sources, details { font-size: .9em; }
blockquote { margin: .3em 0 0; padding-left: .8em; border-left: 3px solid #e3e0d9; }
.nightMode.card { color: #e8e6e1; background: #14171c; }
.nightMode .label, .nightMode summary { color: #a6adb8; }
"""
_SPACE = re.compile(r"[\t\r\n]+")


def to_package(cards: Sequence[Card], *, now: float) -> bytes:
    """An .apkg of ``cards``, a deck for each language; ``now`` is in seconds since 1970.

    A card that Anki has already is replaced by a package of a later ``now``, and keeps its schedule.
    """
    from genanki import Package  # brings a template engine

    decks = [_deck(cards, lang) for lang in _DECKS if any(card.lang == lang for card in cards)]
    made = io.BytesIO()
    # Not genanki's own writer, which leaves its database behind in the folder for temporary files.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection.anki2"
        base = sqlite3.connect(path)
        Package(decks).write_to_db(base.cursor(), now, count(int(now * 1000)))
        base.commit()
        base.close()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
            package.write(path, path.name)
            package.writestr("media", "{}")
            package.comment = MARK
    return made.getvalue()


def _deck(cards: Iterable[Card], lang: str) -> Any:
    import genanki

    label = labels(lang)
    deck = genanki.Deck(_DECKS[lang], label("deck"))
    model = genanki.Model(
        _MODELS[lang],
        label("deck"),
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": label("point"), "qfmt": _FRONT, "afmt": _back(lang)}],
        css=_STYLE,
    )
    for card in cards:
        if card.lang == lang:
            note = genanki.Note(model, list(card.fields), guid=card.guid, tags=list(card.tags))
            deck.add_note(note)
    return deck


def _back(lang: str) -> str:
    label = labels(lang)
    return _BACK.format(answer=label("answer"), reference=label("reference"), read=label("read"))


HEAD = """\
#separator:tab
#html:true
#columns:Guid\tFront\tBack\tTags
#guid column:1
#tags column:4
"""


def to_lines(cards: Iterable[Card]) -> str:
    """Tab-separated text of ``cards`` for note types with a front and a back, headed so that Anki knows."""
    return HEAD + "".join(_line(card) for card in cards)


def _line(card: Card) -> str:
    label, field = labels(card.lang), dict(zip(FIELDS, card.fields, strict=True))
    front = f"<b>{field['Question']}</b><br><br>{field['Cue']}"
    parts = [
        f"<b>{field['Point']}</b>",
        f"{label('answer')}{label('colon')}{field['Answer']}",
        f"{label('reference')}{label('colon')}{field['Reference']}",
    ]
    if field["Sources"]:
        parts.append(f"{label('read')}{label('colon')}{field['Sources']}")
    cells = (card.guid, front, "<br><br>".join(parts), " ".join(card.tags))
    # In quotes, which Anki takes off again: a cell may hold quotes itself.
    return "\t".join(f'"{_SPACE.sub(" ", cell).replace(chr(34), chr(34) * 2)}"' for cell in cells) + "\n"


def is_ours(path: Path) -> bool:
    """Whether a file is a package or lines of ours. Raises ``OSError``."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            return package.comment == MARK
    with path.open("rb") as file:
        return file.read(len(HEAD)).decode("ascii", "replace") == HEAD
