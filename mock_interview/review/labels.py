"""The fixed words of reports and cards, and how days and durations are written, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from mock_interview.plural import filled

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
    "story_one": ("{answers}，作答用了 {time}，{points} 个要点讲到 {covered} 个。", "{answers} in {time} of answering; {covered} of {points} key {points:point|points} covered."),
    "story_bare": ("{answers}，作答用了 {time}。", "{answers} in {time} of answering."),
    "story_up": ("最初几场平均 {before} 分，最近几场 {after} 分，涨了 {change} 分。", "From {before} in the first sessions to {after} in the latest: {change} {change:point|points} up."),
    "story_down": ("最初几场平均 {before} 分，最近几场 {after} 分，低了 {change} 分。", "From {before} in the first sessions to {after} in the latest: {change} {change:point|points} down."),
    "story_level": ("最初几场和最近几场差不多，都在 {after} 分上下。", "The first and the latest sessions are level, at about {after}."),
    "story_no_score": ("还没有评过分的回答。", "No answer has been graded yet."),
    "days_n": ("{n} 天", "{n} {n:day|days}"),
    "sessions_n": ("{n} 场练习", "{n} {n:session|sessions}"),
    "answers_n": ("{n} 道题", "{n} {n:question|questions}"),
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
    "speed": ("每分钟 {n} 字符", "{n} {n:character|characters} a minute"),
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
    "calendar_desc": ("{days} 天里答了 {answers} 道题，最多的一天是 {day}，{most} 道。", "{answers} {answers:question|questions} on {days} {days:day|days}; most on {day}: {most}."),
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
    "answers_left_out": ("只展开最近的 {shown} 道题，更早的 {left} 道已计入上面的统计。", "The latest {shown:question is|{shown} questions are} shown; {left} earlier {left:one is|ones are} only in the figures above."),
    "level": ("难度 {level}/5", "level {level}/5"),
    "used": ("用时 {used}，限时 {limit}", "{used} of {limit}"),
    "overtime": ("超时 {time}", "{time} over time"),
    "hints": ("用了 {n} 个提示", "hints used: {n}"),
    "pauses": ("暂停 {n} 次", "pauses: {n}"),
    "why_chosen": ("选这题：{why}", "Why this one: {why}"),
    "why_join": ("；", "; "),
    "why_warm_up": ("热身", "a warm-up"),
    "why_spread": ("轮到这个主题", "this topic's turn"),
    "why_harder": ("最近几题平均 {score} 分，换一道更难的", "a harder one after a mean of {score}"),
    "why_easier": ("最近几题平均 {score} 分，换一道容易些的", "an easier one after a mean of {score}"),
    "why_due": ("今天该复习", "due today"),
    "why_overdue": ("该复习了，已过 {days} 天", "due for {days} {days:day|days}"),
    "why_weak": ("薄弱题", "one of your weak ones"),
    "why_new": ("没问过", "not asked before"),
    "why_random": ("随机抽到", "drawn at random"),
    "why_named": ("答案文件里点了名", "named in the prepared answers"),
    "why_missed": ("有个要点 {times} 次里漏了 {missed} 次", "a key point missed {times:the one time it was asked|{missed} of {times} times}"),
    "why_recall": ("估计还记得 {recall} %", "recall {recall} %"),
    "out_of": ("{score} 分（满分 100）", "{score} out of 100"),
    "range": ("可能区间 {low}–{high}", "likely {low}–{high}"),
    "question": ("题目", "Question"),
    "answer": ("回答", "Answer"),
    "followup": ("追问", "Follow-up"),
    "interviewer": ("面试官", "Interviewer"),
    "you_asked": ("你问", "You asked"),
    "noted": ("面试官小结", "What the interviewer noted"),
    "noted_by": ("由语言模型写成，每条都引了原话；不影响得分。", "Written by a language model; each rests on words of the session, and no score goes by them."),
    "noted_by_name": ("由语言模型 {model} 写成，每条都引了原话；不影响得分。", "Written by the language model {model}; each rests on words of the session, and no score goes by them."),
    "strengths": ("做得好的", "Strengths"),
    "gaps": ("不足", "Gaps"),
    "study_first": ("先学这些", "To study first"),
    "in_question": ("第 {n} 题", "Question {n}"),
    "was_asked": ("问到：", "asked: "),
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
    "tracks": ("两套评分", "Graded twice"),
    "track_offline": ("离线", "offline"),
    "track_judge": ("语言模型", "judge"),
    "track_combined": ("合并", "combined"),
    "judge_readings": ("读了 {n} 遍", "readings: {n}"),
    "judge_lost": ("{n} 遍没有结果", "without a result: {n}"),
    "judge_held": ("回答里有些话像是写给评分者的，所以语言模型只能降、不能升：", "Some of it seems to be written to the grader, so the judge may lower but not raise:"),
    "judge_held_point": ("没有按模型的算：离线模型看不出它的引文在讲这个要点。", "Not taken over: the offline models do not find that its quotes state the point."),
    "judge_says": ("模型：", "judge: "),
    "judge_withdrawn": ("模型判“{verdict}”，但它的引文在你的回答里找不到或不算数，已撤回。", "The judge said \"{verdict}\", but its quotes are not in your answer or do not count: withdrawn."),
    "judge_tally": ("模型各遍：{votes}", "votes: {votes}"),
    "votes_withdrawn": ("撤回", "withdrawn"),
    "contested": ("有 {n} 个要点两边判得不一样，下面标出，请自己看一看。", "The two differ on {n} of the points, marked below; look for yourself."),
    "point_contested": ("离线：{offline}，模型：{judge}", "offline: {offline}, judge: {judge}"),
    "judge_not_asked": ("没有交给语言模型评：{why}", "Not given to the language model: {why}"),
    "unjudged_stopped": ("你没有等语言模型评完", "You did not wait for the language model's grade"),
    "unjudged_unusable": ("语言模型的回复两次都不能用", "Two replies of the language model could not be used"),
    "unjudged_spent": ("语言模型的用量到了上限，没有问它", "The limit on the language model was reached and it was not asked"),
    "unjudged_broken": ("程序用语言模型评分时出了错", "The program failed at the language model's grade"),
    "unjudged_server": ("语言模型没有给出评分", "The language model gave no grade"),
    "with_details": ("{what}（{why}）", "{what} ({why})"),
    "offline_stands": ("{what}；以离线评分为准。", "{what}; the offline grade stands."),
    "judge_quotes": ("模型的依据：", "judge quotes: "),
    "quote_lost": ("引文不算数：“{quote}”（{why}）", "a quote that does not count: “{quote}” ({why})"),
    "lost_absent": ("回答里没有", "not in the answer"),
    "lost_short": ("太短，说明不了什么", "too short to mean anything"),
    "lost_asked": ("只是题目或追问里的话", "only words of the question"),
    "lost_appeal": ("是写给评分者的话", "words to the grader"),
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
    "how_judge": ("有些回答还交给语言模型评了一遍：两个分数并列给出，按评分标准里的规则合并；它的引文必须在回答里找得到才算数。", "Some answers were graded by a language model as well: both scores are shown, the rubric's rule combines them, and a quote of the model counts only if it is in the answer."),
    "made": ("{program} 生成于 {when}", "Made by {program} on {when}"),
    "weekdays": ("一 二 三 四 五 六 日", "Mo Tu We Th Fr Sa Su"),
    "months": ("1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
}  # fmt: skip


def labels(lang: str) -> Callable[..., str]:
    """A function that gives the label for a key in ``lang``, with its blanks filled in."""
    column = 0 if lang == "zh" else 1

    def label(key: str, **blanks: object) -> str:
        text = LABELS[key][column]
        return filled(text, **blanks) if blanks else text

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
