"""Every fixed word on screen, in both languages. Nothing here draws."""

from __future__ import annotations

from collections.abc import Callable

WORDS: dict[str, tuple[str, str]] = {
    # key: (zh, en)
    "question": ("第 {n}/{total} 题", "Question {n} of {total}"),
    "followup": ("追问", "Follow-up"),
    "level": ("难度 {level}/5", "level {level}/5"),
    "limit": ("限时 {time}", "limit {time}"),
    "left": ("剩余 {time}", "{time} left"),
    "over": ("已超时 {time}", "{time} over time"),
    "session_left": ("全场剩余 {time}", "session {time} left"),
    "session_over": ("全场超时 {time}", "session {time} over"),
    "chars": ("{n} 字", "{n} chars"),
    "expired": ("本题时间到，可以继续写，超出部分记为超时。", "Time is up for this question. You may go on; it counts as overtime."),
    "session_expired": ("全场时间到。可以写完这一题，超出部分记为超时；之后不再提问。", "The session's time is up. You may finish this answer; it counts as overtime, and no further questions follow."),
    "expired_cut": ("时间到，按现在的内容提交。", "Time is up; your draft was taken as it is."),
    "time_up": ("全场时间到，剩下的题不再提问。", "The session's time is up; no further questions."),
    "key_send": ("提交", "send"),
    "key_hint": ("提示", "hint"),
    "key_pause": ("暂停", "pause"),
    "key_skip": ("跳过", "skip"),
    "key_quit": ("退出", "quit"),
    "key_editor": ("编辑器", "editor"),
    "nothing_yet": ("还没有写内容；F4 跳过", "Nothing written yet; F4 skips"),
    "hint": ("提示 {n}：", "Hint {n}: "),
    "no_hint": ("没有更多提示了。", "There are no more hints."),
    "paused": ("已暂停，计时停止。", "Paused; the clock stands still."),
    "pause_menu": ("[r] 继续  [s] 跳过本题  [q] 保存并退出", "[r] resume  [s] skip this question  [q] save and quit"),
    "pause_prompt": ("r/s/q（回车继续）：", "r/s/q (Enter resumes): "),
    "proceed": ("[回车] 下一题  [q] 保存并退出", "[Enter] next question  [q] save and quit"),
    "grading": ("正在评分…", "Grading..."),
    "score": ("得分", "Score"),
    "unanswered": ("未作答", "unanswered"),
    "colon": ("：", ": "),
    "not_graded": ("未评分", "Not graded"),
    "skipped": ("已跳过", "skipped"),
    "used": ("用时 {used} / {limit}", "used {used} of {limit}"),
    "overtime": ("超时 {time}", "{time} over time"),
    "points": ("要点", "Key points"),
    "covered": ("讲到", "covered"),
    "partial": ("部分", "partial"),
    "missed": ("缺失", "missed"),
    "contradicted": ("说反了", "opposite"),
    "you_said": ("你说：", "you said: "),
    "you_said_opposite": ("你说的正相反：", "you said the opposite: "),
    "weight": ("（权重 {n}）", " (weight {n})"),
    "reference": ("参考答案", "Reference answer"),
    "read": ("延伸阅读", "What to read"),
    "answer": ("你的回答", "Your answer"),
    "no_answer": ("（没有作答）", "(no answer)"),
    "similarity": ("与参考答案整体相似度 {value}（仅供参考，不计分）", "whole-answer similarity {value} (information only, earns nothing)"),
    "range": ("可能区间 {low}–{high}", "likely {low}-{high}"),
    "flags": ("注意：", "Note: "),
    "flag_empty": ("回答是空的。", "The answer is empty."),
    "flag_dont_know": ("你表示不会。", "You said you do not know."),
    "flag_echo": ("主要是在重复题目，重复的话不得分。", "Mostly repeats the question; the question's own words earn nothing."),
    "flag_keyword_list": ("像是罗列关键词，没有说成句子。", "Reads as a list of keywords rather than statements."),
    "flag_off_topic": ("更像是在回答另一道题。", "Seems to answer a different question."),
    "flag_copied_reference": ("与参考答案几乎一字不差。", "Almost word for word the reference."),
    "flag_wrong_language": ("用了另一种语言作答。", "Written in the other language."),
    "flag_gibberish": ("看不出有意义的内容。", "No meaningful content found."),
    "flag_instruction": ("含有写给评分器的指令，已按普通文字处理。", "Contains instructions to the grader, which are treated as plain text."),
    "flag_truncated": ("回答过长，只评了开头一部分；全文已保存。", "Very long: only its beginning was graded; all of it is saved."),
    "summary": ("本场小结", "Summary"),
    "session": ("场次 {id}", "Session {id}"),
    "mean": ("平均分 {score}（{n} 题已评分）", "Mean {score} over {n} graded"),
    "no_mean": ("没有评分的题", "No question was graded"),
    "left_out": ("{n} 题未评分", "{n} not graded"),
    "nothing_asked": ("还没有作答任何一题。继续：mock-interview resume {id}", "No question was answered yet. Go on with: mock-interview resume {id}"),
    "by_topic": ("各主题", "By topic"),
    "weakest": ("最该补的要点", "Weakest points"),
    "nothing_weak": ("没有缺失的要点。", "No key point was missed."),
    "topic": ("主题", "Topic"),
    "band": ("档位", "Band"),
    "time": ("用时", "Time"),
    "title": ("题目", "Question"),
    "name": ("名称", "Name"),
    "date": ("时间", "Date"),
    "id": ("ID", "ID"),
    "asked": ("题数", "Asked"),
    "ended_finished": ("完成", "finished"),
    "ended_time": ("时间到", "time up"),
    "ended_quit": ("已停止，可继续", "stopped"),
    "ended_": ("中断", "cut off"),
    "state": ("状态", "State"),
    "resume_with": ("继续本场：mock-interview resume {id}", "Go on with: mock-interview resume {id}"),
    "review_with": ("回顾：mock-interview review show {id}", "Look back: mock-interview review show {id}"),
    "saved_in": ("已保存：{path}", "Saved to {path}"),
    "moved": ("原位置写不进去（{why}），本场改存到 {path}", "The transcript could not be written ({why}); this session goes on in {path}"),
    "why": ("：{why}", ": {why}"),
    "hints_used": ("用了 {n} 个提示", "hints used: {n}"),
    "pauses": ("暂停 {n} 次", "pauses: {n}"),
    "no_sessions": ("还没有场次。开始一场：mock-interview run", "No sessions yet. Hold one with: mock-interview run"),
    "no_matching": ("没有符合条件的场次。", "No session fits that filter."),
    "questions": ("题数", "Questions"),
    "levels": ("难度", "Levels"),
    "practised": ("练过", "Practised"),
    "mistakes": ("常见错误", "Common mistakes"),
    "nothing_found": ("没有找到。", "Nothing found."),
    "level_short": ("难度", "Level"),
    "outline": ("大纲", "Outline"),
    "examples": ("例答", "Examples"),
    "in_band": ("档位正确", "In band"),
    "total": ("合计", "Total"),
    "plain_help": (
        "写完后单独一行输入 . 提交；:hint 提示  :pause 暂停  :skip 跳过  :quit 保存并退出",
        "End your answer with a line that holds only a dot. :hint  :pause  :skip  :quit",
    ),
    "answers_short": ("准备好的答案用完了：{n} 道题没有答案，本场已保存。", "The prepared answers ran out: {n} questions had none; the session is saved."),
    "answers_left": ("有 {n} 条准备好的答案没有用上。", "{n} prepared answers were not used."),
}  # fmt: skip


def words(lang: str) -> Callable[..., str]:
    """A function that gives the word for a key in ``lang``, with its blanks filled in."""
    column = 0 if lang == "zh" else 1

    def word(key: str, **blanks: object) -> str:
        text = WORDS[key][column]
        return text.format(**blanks) if blanks else text

    return word


def clock(seconds: float) -> str:
    """``m:ss``, or ``h:mm:ss`` from an hour on; fractions are dropped."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{secs:02d}" if hours else f"{minutes}:{secs:02d}"
