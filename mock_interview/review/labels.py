"""The fixed words of reports and cards, and how days and durations are written, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

LABELS: dict[str, tuple[str, str]] = {
    # key: (zh, en)
    "report": ("面试练习报告", "Interview practice report"),
    "session_report": ("模拟面试报告", "Mock interview report"),
    "skip_link": ("跳到正文", "Skip to the content"),
    "contents": ("目录", "Contents"),
    "nothing": ("还没有练习记录", "No practice yet"),
    "nothing_why": ("这里会有各主题的得分、走势、练习日历，以及每道题的逐点点评。先做一场吧：", "Scores by topic, your trend, a calendar of your practice and every answer with its verdicts will appear here. Hold a session first:"),
        "then": ("然后重新生成这份报告：", "Then make this report again:"),
    "from_to": ("{first}至 {last}", "{first} to {last}"),
    "mean_score": ("平均分", "Mean score"),
    "of_100": ("满分 100", "out of 100"),
    "story": ("{days}里做了 {sessions}，答了 {answers}。", "{sessions} on {days}, {answers}."),
    "story_one": ("{answers}，作答用了 {time}，{points} 个要点讲到 {covered} 个。", "{answers} in {time} of answering; {covered} of {points} key points covered."),
    "story_bare": ("{answers}，作答用了 {time}。", "{answers} in {time} of answering."),
    "story_up": ("最初几场平均 {before} 分，最近几场 {after} 分，涨了 {change} 分。", "From {before} in the first sessions to {after} in the latest: {change} points up."),
    "story_down": ("最初几场平均 {before} 分，最近几场 {after} 分，低了 {change} 分。", "From {before} in the first sessions to {after} in the latest: {change} points down."),
    "story_level": ("最初几场和最近几场差不多，都在 {after} 分上下。", "The first and the latest sessions are level, at about {after}."),
    "story_no_score": ("还没有评过分的回答。", "No answer has been graded yet."),
    "day_1": ("1 天", "1 day"),
    "days_n": ("{n} 天", "{n} days"),
    "session_1": ("1 场练习", "1 session"),
    "sessions_n": ("{n} 场练习", "{n} sessions"),
    "answer_1": ("1 道题", "1 question"),
    "answers_n": ("{n} 道题", "{n} questions"),
    "space": ("", " "),  # between sentences
    "of_which": ("（{what}）", " ({what})"),
    "colon": ("：", ": "),
    "semicolon": ("；", "; "),
    "comma": ("、", ", "),
    "sessions": ("场次", "Sessions"),
    "questions": ("题目", "Questions"),
    "practised": ("练习时长", "Time answering"),
    "points_covered": ("要点覆盖", "Points covered"),
    "active_days": ("练习天数", "Days practised"),
    "busiest": ("最忙的一天", "Busiest day"),
    "share": ("通常用掉的限时", "Usual share of the limit"),
    "speed_zh": ("中文作答速度", "Pace in Chinese"),
    "speed_en": ("英文作答速度", "Pace in English"),
    "speed": ("每分钟 {n} 字符", "{n} characters a minute"),
    "over_time": ("超时的题", "Over time"),
    "strongest": ("最稳", "Strongest"),
    "next_up": ("最该补", "Work on next"),
    "nothing_weak": ("没有缺失的要点，很好。", "No key point was missed. Well done."),
    "by_topic": ("各主题得分", "Score by topic"),
    "by_question": ("各题得分", "Score by question"),
    "topic": ("主题", "Topic"),
    "score": ("得分", "Score"),
    "mean": ("平均分", "Mean"),
    "graded": ("计分", "Graded"),
    "change": ("变化", "Change"),
    "change_note": ("变化：较近一半与较早一半的平均分之差。", "Change: mean of the later half of the questions less that of the earlier half."),
    "up": ("升 {n}", "up {n}"),
    "down": ("降 {n}", "down {n}"),
    "level_still": ("持平", "level"),
    "not_graded": ("未评分", "Not graded"),
    "not_graded_n": ("{n} 题未评分", "{n} not graded"),
    "trend": ("得分走势", "Trend"),
    "trend_note": ("圆点是每场的平均分，线是最近三场的平均。", "Dots are the means of sessions; the line is the mean of the last three."),
    "trend_many": ("每个圆点是连续 {n} 场的平均分，线是最近三个圆点的平均。", "Each dot is the mean of {n} sessions in a row; the line is the mean of the last three dots."),
    "trend_desc": ("{n} 场，从 {first} 的 {from_} 分到 {last} 的 {to} 分；最低 {low}，最高 {high}。", "{n} sessions, from {from_} on {first} to {to} on {last}; lowest {low}, highest {high}."),
    "calendar": ("练习日历", "Practice calendar"),
    "calendar_note": ("格子里是当天答题数；颜色越深，答得越多。", "Numbers are questions answered that day; stronger squares are busier days."),
    "calendar_small": ("格子越大、颜色越深，当天答题越多。", "Larger and stronger squares are busier days."),
    "calendar_year": ("只显示最近 53 周。", "Only the last 53 weeks are shown."),
    "calendar_desc": ("{days} 天里答了 {answers} 道题，最多的一天是 {day}，{most} 道。", "{answers} questions on {days} days; most on {day}: {most}."),
    "date": ("日期", "Date"),
    "answered": ("答题数", "Questions"),
    "as_table": ("以表格显示", "Show as a table"),
    "study": ("接下来学什么", "What to study next"),
    "calibration": ("把握与实际", "Confidence and result"),
    "calibration_note": ("看到评分前说的把握，与实际得分。", "How sure you were before the grade, and what came of it."),
    "confidence": ("把握", "Confidence"),
    "expected": ("预期", "Expected"),
    "confident": ("自评{how}", "was {how}"),
    "confidence_1": ("猜的", "guessing"),
    "confidence_2": ("不太确定", "unsure"),
    "confidence_3": ("比较确定", "fairly sure"),
    "confidence_4": ("很确定", "sure"),
    "sure_and_wrong": ("很有把握却答错的主题", "Sure and wrong"),
    "ended_finished": ("完成", "finished"),
    "ended_time": ("时间到", "time up"),
    "ended_quit": ("中途停止", "stopped"),
    "ended_": ("中断", "cut off"),
    "answers": ("逐题回顾", "Question by question"),
    "answers_left_out": ("只展开最近的 {shown} 道题，更早的 {left} 道已计入上面的统计。", "The latest {shown} questions are shown; {left} earlier ones are only in the figures above."),
    "level": ("难度 {level}/5", "level {level}/5"),
    "used": ("用时 {used}，限时 {limit}", "{used} of {limit}"),
    "overtime": ("超时 {time}", "{time} over time"),
    "hints": ("用了 {n} 个提示", "hints used: {n}"),
    "pauses": ("暂停 {n} 次", "pauses: {n}"),
    "out_of": ("{score} 分（满分 100）", "{score} out of 100"),
    "range": ("可能区间 {low}–{high}", "likely {low}–{high}"),
    "question": ("题目", "Question"),
    "answer": ("回答", "Answer"),
    "followup": ("追问", "Follow-up"),
    "no_answer": ("没有作答", "no answer"),
    "skipped": ("已跳过", "skipped"),
    "unanswered": ("未作答", "unanswered"),
    "legend": ("划线处是判定的依据，数字对应下面的要点。", "Marked words decided a verdict; numbers lead to the key points below."),
    "mark_to": ("要点 {n}：{verdict}", "key point {n}: {verdict}"),
    "points": ("要点", "Key points"),
    "point": ("要点", "Key point"),
    "covered": ("讲到", "covered"),
    "partial": ("部分", "partial"),
    "missed": ("缺失", "missed"),
    "contradicted": ("说反了", "opposite"),
    "weight_of": ("（权重 {n}）", "(weight {n})"),
    "you_said": ("你说：", "you said: "),
    "you_said_opposite": ("你说的正相反：", "you said the opposite: "),
    "flag_empty": ("回答是空的。", "The answer is empty."),
    "flag_dont_know": ("表示不会。", "Said not to know."),
    "flag_echo": ("主要是在重复题目，重复的话不得分。", "Mostly repeats the question, which earns nothing."),
    "flag_keyword_list": ("像是罗列关键词，没有说成句子。", "Reads as a list of keywords rather than statements."),
    "flag_off_topic": ("更像是在回答另一道题。", "Seems to answer a different question."),
    "flag_copied_reference": ("与参考答案几乎一字不差。", "Almost word for word the reference."),
    "flag_wrong_language": ("用了另一种语言作答。", "Written in the other language."),
    "flag_gibberish": ("看不出有意义的内容。", "No meaningful content found."),
    "flag_instruction": ("含有写给评分器的指令，已按普通文字处理。", "Contains instructions to the grader, treated as plain text."),
    "flag_truncated": ("回答过长，只评了开头一部分。", "Very long: only its beginning was graded."),
    "reference": ("参考答案", "Reference answer"),
    "read": ("延伸阅读", "What to read"),
    "regrades": ("重新评分", "Graded again"),
    "regrade_row": ("{when}：{score}（评分标准 {rubric}）", "{when}: {score} (rubric {rubric})"),
    "counts": ("以此为准", "this one counts"),
    "first_grade": ("最初", "first"),
    "appeal": ("申诉：应为“{verdict}”。{because}", "Appeal: should be “{verdict}”. {because}"),
    "deck": ("模拟面试", "Mock interview"),
    "card_which": ("说出第 {n} 个要点（共 {total} 个）。", "Name key point {n} of {total}."),
    "card_beside": ("这些已经讲到，还缺哪一点？", "You said these. What is missing?"),
    "how": ("分数怎么来的", "How scores come about"),
    "how_text": ("每道题有若干带权重的要点，程序在回答里逐点找依据，给出讲到、部分、缺失或说反了的判定，再按评分标准折成 0–100 分。分数由程序给出，区间表示一位细心的面试官可能给的范围；没能评分的题不计入平均。", "Every question has weighted key points. A program looks for each of them in the answer, gives a verdict with the words that decided it, and a rubric turns verdicts into 0–100. The likely range is where a careful interviewer's mark may lie; what could not be graded is left out of every mean."),
    "made": ("{program} 生成于 {when}", "Made by {program} on {when}"),
    "weekdays": ("一 二 三 四 五 六 日", "Mo Tu We Th Fr Sa Su"),
    "months": ("1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
}  # fmt: skip


def labels(lang: str) -> Callable[..., str]:
    """A function that gives the label for a key in ``lang``, with its blanks filled in."""
    column = 0 if lang == "zh" else 1

    def label(key: str, **blanks: object) -> str:
        text = LABELS[key][column]
        return text.format(**blanks) if blanks else text

    return label


def duration(seconds: float, lang: str) -> str:
    """A length of time in words, with its two largest units; fractions are dropped."""
    whole = max(0, int(seconds))
    hours, minutes, left = whole // 3600, whole // 60 % 60, whole % 60
    units = ("小时", "分", "秒") if lang == "zh" else ("h", "min", "s")
    parts = [(hours, units[0]), (minutes, units[1]), (left, units[2])]
    first = next((index for index, (count, _unit) in enumerate(parts) if count), 2)
    kept = [pair for pair in parts[first : first + 2] if pair[0]] or [parts[2]]
    return " ".join(f"{count} {unit}" for count, unit in kept)


def day_text(day: date, lang: str, *, year: bool = True) -> str:
    """A day as it is written in running text."""
    if lang == "zh":
        return f"{day.year} 年 {day.month} 月 {day.day} 日" if year else f"{day.month} 月 {day.day} 日"
    month = labels(lang)("months").split()[day.month - 1]
    return f"{day.day} {month} {day.year}" if year else f"{day.day} {month}"


def days_text(first: date, last: date, lang: str) -> str:
    """A stretch of days; a year that both ends share is told once."""
    if first == last:
        return day_text(first, lang)
    shared, zh = first.year == last.year, lang == "zh"
    return labels(lang)(
        "from_to",
        first=day_text(first, lang, year=zh or not shared),
        last=day_text(last, lang, year=not zh or not shared),
    )


def local(stamp: str) -> datetime | None:
    """A UTC ISO 8601 time where the user is; ``None`` when it is no time."""
    try:
        return datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone()
    except (ValueError, OverflowError):
        return None
