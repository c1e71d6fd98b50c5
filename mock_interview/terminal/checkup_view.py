"""What the checkup found, in words: what is the case, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mock_interview.checkup.finding import Finding, State
from mock_interview.clean_text import one_line
from mock_interview.plural import filled
from mock_interview.terminal.screen import indented
from mock_interview.terminal.settings_view import NOTES

if TYPE_CHECKING:
    from rich.console import Console

SIGNS = {State.OK: "✓", State.NOTE: "·", State.PROBLEM: "✗", State.SKIPPED: "–"}
_STYLES = {State.OK: "covered", State.NOTE: "partial", State.PROBLEM: "missed", State.SKIPPED: "dim"}
_CHECKS = {
    # check: (zh, en)
    "config": ("设置", "settings"),
    "terminal": ("终端", "terminal"),
    "folders": ("文件夹", "folders"),
    "bank": ("题库", "questions"),
    "rubrics": ("评分标准", "rubrics"),
    "encoder": ("评分模型", "grading models"),
    "model": ("语言模型", "language model"),
}
_FOLDERS = {
    "transcripts": ("场次记录", "sessions"),
    "cache": ("缓存", "cache"),
    "config": ("设置", "settings"),
}
_TEXTS = {
    # what: (zh, en)
    "config_ok": ("{path} 没有问题。", "{path} is fine."),
    "no_config": (
        "没有配置文件，不需要语言模型就用不着。",
        "No config file; none is needed without a language model.",
    ),
    "settings_wrong": ("{text}", "{text}"),
    **NOTES,
    "unknown_variable": ("没有 {name} 这个设置。", "No setting is called {name}."),
    "misspelt_variable": (
        "没有 {name} 这个设置，是不是 {near}？",
        "No setting is called {name}; did you mean {near}?",
    ),
    "open_to_others": (
        "{path} 里有密钥，这台机器上的其他用户也能读。",
        "{path} holds a key and can be read by other users of this machine.",
    ),
    "terminal_ok": (
        "{columns} 列 {lines} 行，UTF-8，{term}。",
        "{columns} columns, {lines} lines, UTF-8, {term}.",
    ),
    "not_utf8": (
        "输出编码是 {encoding}，中文和符号显示不出来。",
        "Output is encoded as {encoding}, which cannot show Chinese or the signs in grades.",
    ),
    "no_terminal": (
        "输入或输出不是终端：没法当面作答，只能用 --answers 给出答案。",
        "Input or output is no terminal: answers can come from a file only, with --answers.",
    ),
    "small": (
        "只有 {columns} 列 {lines} 行，至少要 {least_columns} 列 {least_lines} 行。",
        "{columns} columns and {lines} lines; it takes {least_columns} by {least_lines}.",
    ),
    "dumb": (
        "TERM={term}：不能移动光标，作答改用逐行输入。",
        "TERM={term}: the cursor cannot be moved, so answers are read line by line.",
    ),
    "no_color": ("NO_COLOR 已设，不用颜色。", "NO_COLOR is set: no colours."),
    "folder_ok": ("{path} 可以写入（{name}）。", "{path} can be written to ({name})."),
    "folder_later": ("{path} 用到时会创建（{name}）。", "{path} is made when it is needed ({name})."),
    "no_folder": ("{path}（{name}）是文件，不是文件夹。", "{path} ({name}) is a file, not a folder."),
    "not_writable": (
        "{path}（{name}）写不进去：{reason}。",
        "{path} ({name}) cannot be written to: {reason}.",
    ),
    "disk_full": (
        "{path}（{name}）所在磁盘只剩 {free} MB。",
        "{path} ({name}) is on a disk with {free} MB left.",
    ),
    "bank_ok": ("{questions} 道题，{path}。", "{questions} {questions:question|questions} in {path}."),
    "bank_broken": (
        "{path}：读出 {questions} 道题，有 {errors} 处错误。",
        "{path}: {questions} {questions:question|questions} could be read, {errors} {errors:error|errors}.",
    ),
    "rubrics_ok": ("{names}，{path}。", "{names} in {path}."),
    "rubrics_broken": ("{first}", "{first}"),
    "encoder_ok": ("{name} 正常，用时 {seconds} 秒。", "{name} loads and runs, in {seconds} s."),
    "encoder_broken": ("{reason}", "{reason}"),
    "encoder_senseless": (
        "{name} 认为同一句话的中英文不如一句无关的话接近，不能用来评分。",
        "{name} finds a sentence further from its translation than from another; it cannot grade.",
    ),
    "no_model": (
        "没有设置（可选，评分不需要它）。",
        "Not set up; it is optional, grading works without one.",
    ),
    "offline": ("{server} 的 {model}：--offline，没有调用。", "{model} at {server}: not asked (--offline)."),
    "model_ok": (
        "{server} 的 {model} 有回应：{seconds} 秒，{calls} 次调用，{tokens} token。",
        "{model} at {server} answers: {seconds} s, calls: {calls}, tokens: {tokens}.",
    ),
    "model_fails": ("{reason}", "{reason}"),
    "no_json": (
        "{server} 的 {model} 有回应（{seconds} 秒），但给不出所要的 JSON。",
        "{model} at {server} answers in {seconds} s, but not with the JSON it was asked for.",
    ),
    "in_the_clear": (
        "{server} 不是 https：密钥会明文传输。",
        "{server} is not https: everybody on the way can read the key.",
    ),
}
_REMEDIES = {
    # what: (zh, en)
    "settings_wrong": (
        "改正它；能设什么见 docs/llm.md，或看 mock-interview config --init 生成的文件。",
        "Mend it; docs/llm.md, and the file that 'mock-interview config --init' writes, say what may be set.",
    ),
    "misspelt_variable": ("改名或去掉这个环境变量。", "Rename or unset the variable."),
    "unknown_variable": ("改名或去掉这个环境变量。", "Rename or unset the variable."),
    "open_to_others": ("chmod 600 {path}", "chmod 600 {path}"),
    "not_utf8": ("设 LANG=C.UTF-8 或其他 UTF-8 语言环境。", "Set LANG=C.UTF-8, or another UTF-8 locale."),
    "small": ("把窗口拉大，或缩小字号。", "Make the window larger, or the letters smaller."),
    "no_folder": ("移走这个文件，或另选一个文件夹。", "Move the file away, or choose another folder."),
    "not_writable": (
        "改权限，或另选文件夹：--transcripts、XDG_CACHE_HOME、XDG_CONFIG_HOME。",
        "Change its permissions, or choose another: --transcripts, XDG_CACHE_HOME, XDG_CONFIG_HOME.",
    ),
    "disk_full": ("腾出一些空间。", "Make room."),
    "bank_broken": (
        "mock-interview bank check 逐行列出。",
        "'mock-interview bank check' lists them line by line.",
    ),
    "rubrics_broken": (
        "改正它，见 docs/grading.md。",
        "Mend it; docs/grading.md says what a rubric may hold.",
    ),
    "encoder_broken": (
        "重新安装 mock-interview；不带 --encoder 即用自带模型。",
        "Install mock-interview again; without --encoder the bundled one is used.",
    ),
    "encoder_senseless": ("换一个支持中英文的模型。", "Choose a model that knows Chinese and English."),
    "model_fails": (
        "mock-interview config 显示用的是哪个服务器、模型和密钥。不用它，评分照样离线进行。",
        "'mock-interview config' shows which server, model and key are used. Grading works without it.",
    ),
    "no_json": (
        "换一个模型，最好支持结构化输出；否则用 --judge 时多半评不出来。",
        "Choose another model, best one with structured output; --judge will mostly fail with this one.",
    ),
    "in_the_clear": ("把 base_url 改成 https。", "Use https in base_url."),
}
_SUMMARY = {
    "all_well": ("一切正常。", "All is well."),
    "problems": ("有 {n} 处要处理。", "Things to do: {n}."),
}


def message(finding: Finding, lang: str) -> str:
    """What is the case, in one line."""
    return one_line(_filled(_TEXTS, finding, lang))


def remedy(finding: Finding, lang: str) -> str:
    """What to do about it, in one line; empty when nothing is to be done."""
    return one_line(_filled(_REMEDIES, finding, lang)) if finding.what in _REMEDIES else ""


def _filled(table: dict[str, tuple[str, str]], finding: Finding, lang: str) -> str:
    column = 0 if lang == "zh" else 1
    blanks = dict(finding.blanks)
    if finding.check == "folders":
        blanks["name"] = _FOLDERS[blanks["name"]][column]
    return filled(table[finding.what][column], **blanks)


def show_finding(console: Console, finding: Finding, lang: str) -> None:
    """A sign, what was looked at, what is the case, and below it what to do."""
    from rich.text import Text

    column = 0 if lang == "zh" else 1
    colon = ("：", ": ")[column]
    line = Text()
    line.append(f"{SIGNS[finding.state]} ", _STYLES[finding.state])
    line.append(f"{_CHECKS[finding.check][column]}{colon}", "strong")
    line.append(message(finding, lang), "dim" if finding.state is State.SKIPPED else "")
    console.print(indented(line, console.width, indent="    ", first=""), soft_wrap=True)
    todo = remedy(finding, lang)
    if todo:
        console.print(
            indented(Text(f"→ {todo}"), console.width, indent="      ", first="    "), soft_wrap=True
        )


def show_outcome(console: Console, problems: int, lang: str) -> None:
    """The last line."""
    key = "problems" if problems else "all_well"
    text = filled(_SUMMARY[key][0 if lang == "zh" else 1], n=problems)
    console.print(text, style="missed" if problems else "covered")
