"""The words for importing, writing and sharing questions, in both languages. Nothing here draws."""

from __future__ import annotations

from collections.abc import Callable

WORDS: dict[str, tuple[str, str]] = {
    # key: (zh, en)
    "file": ("文件", "File"),
    "topic": ("主题", "Topic"),
    "found": ("找到", "Found"),
    "answered": ("有答案", "Answered"),
    "left_out": ("略过", "Left out"),
    "line": ("行", "Line"),
    "what": ("内容", "What"),
    "why": ("原因", "Why"),
    "total": ("合计", "Total"),
    "more": ("还有 {n} 处；--dry-run 全部列出", "and {n} more; --dry-run lists all"),
    "reason_contents": ("目录", "table of contents"),
    "reason_aside": ("许可、贡献、参考等说明", "licence, contributing, references and the like"),
    "reason_links": ("只有链接", "only links"),
    "reason_badges": ("徽章或图片", "badges or pictures"),
    "reason_empty_heading": ("标题下没有内容，也看不出是题目", "an empty heading that asks nothing"),
    "reason_prose": ("说明文字，不是题目", "text that belongs to no question"),
    "reason_duplicate": ("与第 {detail} 行是同一道题", "the same question as on line {detail}"),
    "reason_no_question": ("没有题目文字", "no words of a question"),
    "reason_empty_group": ("主题下没有题（主题已保留）", "a topic without questions (kept as a topic)"),
    "reason_answer_without_question": ("对不上题号的答案", "answers that fit no question by number"),
    "reason_row": ("读不出的行", "a row that cannot be read"),
    "would_add": ("将新增 {n} 题，分属 {topics} 个主题，其中 {answered} 题有答案", "questions to add: {n} · topics: {topics} · answered: {answered}"),
    "added": ("新增 {n} 题，分属 {topics} 个主题，其中 {answered} 题有答案", "questions added: {n} · topics: {topics} · answered: {answered}"),
    "same": ("{n} 题没有变化", "as they were: {n}"),
    "updated": ("{n} 题按文件更新", "updated from the file: {n}"),
    "edited": ("{n} 题保留你的修改", "kept with your edits: {n}"),
    "conflict": ("{n} 题文件与你的修改不一致，保留你的", "changed both in the file and by you, yours kept: {n}"),
    "gone": ("{n} 题文件里已经没有，仍保留", "no longer in their file, kept: {n}"),
    "field_question": ("题目", "question"),
    "field_reference": ("答案", "answer"),
    "points_yours": ("要点是你写的，没有重拟：请对照新答案看一遍", "its key points are yours and stay: check them against the answer"),
    "drafted": ("{n} 题的要点由答案自动拟出，标着 drafted: true，请过目", "with key points drafted from the answer and marked 'drafted: true', to be looked at: {n}"),
    "unanswered": ("{n} 题没有答案：可以练，不评分", "without an answer, to be practised but not graded: {n}"),
    "dry": ("只是预览，什么都没有写入。", "Nothing was written."),
    "written": ("已写入 {path}", "Written to {path}"),
    "next_run": ("开始练习：mock-interview run --bank {path}", "Practise with: mock-interview run --bank {path}"),
    "next_check": ("检查：mock-interview bank check --bank {path}", "Check with: mock-interview bank check --bank {path}"),
    "other_lang_only": ("这些题只有{name}，本场用{name}进行。", "These questions are in {name} only; the session is held in {name}."),
    "other_lang_most": ("这些题多数是{name}，本场用{name}进行；--lang 可以改。", "Most of these questions are in {name}, and so is the session; --lang chooses."),
    "other_lang_left": ("另有 {n} 题只有{name}，没有抽；用 --lang {lang} 练它们。", "Not drawn, because they are in {name} only: {n}; --lang {lang} asks those."),
    "name_zh": ("中文", "Chinese"),
    "name_en": ("英文", "English"),
    "saved": ("已保存 {id}：{path}", "{id} saved in {path}"),
    "unchanged": ("没有改动。", "Nothing changed."),
    "broken": ("这样还不能用：", "It cannot be used like this:"),
    "again": ("[e] 继续编辑  [q] 放弃（草稿留在 {path}）", "[e] edit again  [q] give up (your text stays in {path})"),
    "draft_kept": ("你写的内容还在 {path}", "Your text is kept in {path}"),
    "packed": ("{n} 题打包到 {path}", "questions packed into {path}: {n}"),
    "pack_added": ("加入 {n} 题，{same} 题已经有了", "questions added: {n} · there already: {same}"),
    "pack_differs": ("你已有另一版本，保留你的：{ids}", "there in another version, and yours kept: {ids}"),
    "accept": ("采用？[y/N] ", "Accept? [y/N] "),
    "not_accepted": ("没有采用，什么都没有写入。", "Not accepted; nothing was written."),
    "proposal": ("{id} 的提议", "Proposal for {id}"),
    "points": ("要点", "Key points"),
    "mistakes": ("常见错误", "Common mistakes"),
    "hints": ("提示", "Hints"),
    "weight": ("权重 {n}", "weight {n}"),
    "probe": ("追问：", "follow-up: "),
    "against": ("针对 {point}：", "against {point}: "),
    "also": ("也可以说：", "also: "),
    "tokens": ("{model}：输入 {prompt} · 输出 {completion} token", "{model}: {prompt} tokens in, {completion} out"),
    "has_points": ("{id} 已有要点，没有动（--again 重拟自动要点）", "{id} has key points; left as they are (--again drafts drafted ones anew)"),
    "no_answer": ("{id} 没有答案，拟不出要点；先用 bank edit 补上 reference", "{id} has no answer to draft from; write a 'reference' first (bank edit)"),
    "points_drafted": ("{id}：拟了 {n} 个要点", "{id}: key points drafted: {n}"),
}  # fmt: skip


def import_words(lang: str) -> Callable[..., str]:
    """A function that gives the word for a key in ``lang``, with its blanks filled in."""
    column = 0 if lang == "zh" else 1

    def word(key: str, **blanks: object) -> str:
        text = WORDS[key][column]
        return text.format(**blanks) if blanks else text

    return word
