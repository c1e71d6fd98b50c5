# ruff: noqa: E501  (patterns read best with one idea a line; a Chinese character counts as two columns)
"""What an answer tells only to take it back: "…. That is wrong.", "很多人以为…，其实…".

Rules on the words that take back, in both languages; knows no question. Plain negations ("does not freeze")
are no such words: they are part of what is said.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from mock_interview.grading.text import Normal, reading_length, sentences

# Sentences of up to this reading length are taken back as a whole, of longer ones the last clause.
WHOLE = 60
# How many characters back what is taken back may begin.
FARTHEST = 400

_FALSE = (
    r"(?:simply |just |completely |totally |plainly |clearly |actually )?(?:wrong|false|incorrect|untrue|mistaken|backwards|nonsense"
    r"|not (?:true|right|correct|so|the case|how it (?:is|works))|an? (?:\w+ )?(?:myth|misconception|fallacy))"
)
# Where what is so begins again in a sentence that told what is not.
_TURN = r"[,;:—–-]+ ?(?:but|actually|in fact|in reality|rather|instead|really)\b"
_ZH_TURN = r"[，,；;：:—]*(?:其实|实际上|事实上|但|不过|而是|恰恰|反而|正确)"
_END, _ZH_END = r"(?=\s*(?:[.,;:!?—–\n]|$|because\b|since\b))", r"(?=\s*(?:[，。；：！？,.;:!?\n]|$))"

# Words that tell, before it comes, that something false comes; it reaches to a turn or the sentence's end.
_BEFORE = re.compile(
    rf"\b(?:(?:it is|it's|it would be|it'd be) {_FALSE} (?:that|to (?:say|think|believe|claim|assume)(?: that)?)\b"
    r"|it (?:is|would be) a (?:\w+ )?mistake to (?:say|think|believe|claim|assume)\b"
    r"|(?:a|one|the) (?:\w+ )?(?:misconception|myth|misunderstanding|fallacy) is\b"
    r"|(?:people|many|some|candidates) (?:mistakenly|wrongly|falsely) (?:think|believe|say|claim|assume)\b)"
    r"|常见的?(?:误解|误区|错误(?:说法|认识|理解|想法))(?:就?是|[：:])|误区[：:]"
)
# The same of what people take for true, which reaches to a turn or the end of the clause.
_BELIEVED = re.compile(r"(?:很多人|有人|有些人|不少人|大家|人们)[都常会往]{0,3}误?(?:以为|(?<=误)认为)")
_STOP = re.compile(f"{_TURN}|{_ZH_TURN}")
_STOP_OR_CLAUSE = re.compile(f"{_TURN}|{_ZH_TURN}|[，,；;。\n]")
# Words that tell, after it came, that it was false.
_AFTER = re.compile(
    rf"(?:^|[.,;:!?—–\n])\s*(?:but |and |no, )?(?:that|this|it|which)(?: is|'s| was) {_FALSE}{_END}"
    rf"|\b(?:i disagree|i don't agree|i do not agree){_END}"
    r"|(?:^|[，。；：！？,.;:!?—\n])\s*(?:但|不过|其实|可|可是|但是)?(?:我认为|我觉得)?(?:这|那|该)[个种些]?(?:一点|句话|话|说法|观点|看法|理解|想法|认识)?"
    rf"(?:其实|完全|显然|都|也|是)*(?:错的?|错误的?|不对的?|不正确的?|不成立的?|个?误解|个?误区|说反了|反的|假的){_ZH_END}"
    rf"|(?:^|[，。；：！？,.;:!?—\n])\s*(?:其实|事实上)?(?:并非如此|不是这样的?|不然|完全不是){_ZH_END}"
)
# Who is said to say it: what is taken back begins there.
_REPORTED = re.compile(
    r"\b(?:some|many|most)?(?: people)? ?(?:say|think|believe|claim|argue)s?\b|\bpeople (?:often |sometimes )?(?:say|think|believe|claim)\b"
    r"|\bone (?:often )?(?:hears|reads)\b|(?:很多人|有人|有些人|不少人|大家|人们|网上)[都常会往有人]{0,4}(?:说|讲|认为|觉得|以为)"
)
# Both at once, around it.
_AROUND = re.compile(
    rf"\bthe (?:claim|idea|statement|belief|notion|view) that [^.!?\n]{{5,240}}? is {_FALSE}{_END}"
    rf"|[^，。；：！？,.;!?\n]{{4,80}}的(?:说法|观点|看法|想法)(?:其实|完全)?是(?:错的?|错误的?|不对的?|不正确的?){_ZH_END}"
    rf"|(?:说(?!明)|认为|觉得)[^，。；！？,.;!?\n]{{3,80}}(?:是|就|都是)(?:错[了的]?|不对[了的]?|错误的|不正确的){_ZH_END}"
)
_LETTER = re.compile(r"\w")
_CLAUSE_END = re.compile(r"[，,；;：:。.！!？?\n](?:\s|(?=[\u2e80-\uffef]))|[，；：。！？\n]")


def retracted(text: str) -> list[tuple[int, int]]:
    """Where a normalised text tells what it takes back, with the words that do; in order, apart."""
    found = sorted([*_before(text), *_after(text), *(match.span() for match in _AROUND.finditer(text))])
    out: list[tuple[int, int]] = []
    for start, end in found:
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def stood_by(normal: Normal) -> Normal:
    """``normal`` with blanks for what it takes back: that is not said, and costs nothing either."""
    kept, done = [], 0
    for start, end in retracted(normal.text):
        kept += [normal.text[done:start], "\n".ljust(end - start)]
        done = end
    return replace(normal, text="".join([*kept, normal.text[done:]])) if kept else normal


def _before(text: str) -> Iterator[tuple[int, int]]:
    ends = [end for _, end in sentences(text)]
    for pattern, stop in ((_BEFORE, _STOP), (_BELIEVED, _STOP_OR_CLAUSE)):
        for match in pattern.finditer(text):
            at = bisect_right(ends, match.start())
            end = ends[at] if at < len(ends) else len(text)
            turn = stop.search(text, match.end(), end)
            yield match.start(), turn.start() if turn else end


def _after(text: str) -> Iterator[tuple[int, int]]:
    starts = [_inked(text, start) for start, _ in sentences(text)]
    for match in _AFTER.finditer(text):
        at = bisect_left(starts, _inked(text, match.start())) - 1
        start = max(starts[at] if at >= 0 else 0, match.start() - FARTHEST)
        sentence = text[start : match.start()]
        reported = _REPORTED.search(sentence)
        if reported:
            start += reported.start()
        elif reading_length(sentence) > WHOLE:
            ends = [end.end() for end in _CLAUSE_END.finditer(sentence)]
            start += max((end for end in ends if end < len(sentence)), default=0)
        yield start, match.end()


def _inked(text: str, at: int) -> int:
    """The first letter or digit of ``text`` from ``at`` on."""
    found = _LETTER.search(text, at)
    return found.start() if found else len(text)
