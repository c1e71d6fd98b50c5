"""The settings on screen: each value with what set it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mock_interview.clean_text import one_line
from mock_interview.settings.shown import Row
from mock_interview.settings.values import Note
from mock_interview.terminal.screen import Cell, block
from mock_interview.terminal.tables import NARROW, table

if TYPE_CHECKING:
    from rich.console import Console

_WORDS = {
    # key: (zh, en)
    "name": ("设置", "Setting"),
    "value": ("值", "Value"),
    "origin": ("来源", "From"),
    "unset": ("（未设置）", "(not set)"),
    "default": ("默认", "default"),
    "file": ("配置文件：{path}", "Config file: {path}"),
    "no_file": (
        "没有配置文件（{path}）。用 mock-interview config --init 生成一份带注释的。",
        "No config file ({path}). 'mock-interview config --init' writes a commented one.",
    ),
    "note": ("注意：{text}", "Note: {text}"),
    "written": (
        "已写好 {path}。每一行都注释着：去掉 “# ” 即生效，然后运行 mock-interview doctor。",
        "Written: {path}. Every line in it is commented out: take a '# ' away to set something, "
        "then try 'mock-interview doctor'.",
    ),
}

NOTES = {
    # what: (zh, en)
    "variable_not_set": (
        "{place}：'api_key_env' 说的环境变量 {name} 没有设置。",
        "{place}: the variable {name} of 'api_key_env' is not set.",
    ),
    "general_key_sent": (
        "OPENAI_API_KEY 会发给 {server}：配置文件写了这个服务器，但没写密钥。",
        "OPENAI_API_KEY is sent to {server}, which the config file names without a key.",
    ),
    "general_key_unused": (
        "没有用 OPENAI_API_KEY：配置文件里有 {server} 自己的密钥。",
        "OPENAI_API_KEY is not used: the config file has a key of its own for {server}.",
    ),
    "key_stays": (
        "配置文件里的密钥是给 {own} 的，不会发给 {server}。",
        "The key of the config file is for {own} and is not sent to {server}.",
    ),
}


def settings_word(lang: str, key: str, **blanks: object) -> str:
    """A text of this view."""
    return _WORDS[key][0 if lang == "zh" else 1].format(**blanks)


def show_settings(
    console: Console, rows: Sequence[Row], notes: Sequence[Note], file: Path, lang: str
) -> None:
    """A line a setting; on a narrow screen what set it stands below."""
    narrow = console.width < NARROW
    headings = [settings_word(lang, key) for key in ("name", "value", "origin")]
    made = table(*(headings[:2] if narrow else headings))
    for row in rows:
        value = one_line(row.text) or settings_word(lang, "unset")
        origin = _origin(row, file, lang)
        if narrow:
            made.add_row(row.name, Cell(value if row.origin == "default" else f"{value} ({origin})"))
        else:
            made.add_row(row.name, Cell(value), Cell(origin))
    console.print(made)
    for note in notes:
        text = one_line(NOTES[note.what][0 if lang == "zh" else 1].format(**note.blanks))
        line = block(settings_word(lang, "note", text=text), console.width, style="warn")
        console.print(line, soft_wrap=True)
    key = "file" if file.exists() else "no_file"
    console.print(block(settings_word(lang, key, path=file), console.width, style="dim"), soft_wrap=True)


def _origin(row: Row, file: Path, lang: str) -> str:
    """What set it; the config file, named below the table, by its name alone."""
    if row.origin == "default":
        return settings_word(lang, "default")
    return row.origin.replace(f"{file}:", f"{file.name}:", 1)
