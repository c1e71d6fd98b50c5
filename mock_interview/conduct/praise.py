"""Whether an interviewer lets on how good an answer was: praise, blame, marks. By words, in both languages.

Rather too strict: what is taken for praise and is none costs a model's wording, no more.
"""

from __future__ import annotations

import re
import unicodedata


def judges(text: str, *, answering: bool = False) -> bool:
    """Whether ``text`` judges what the candidate said.

    A plain yes or no judges too, but not when it is ``answering`` a question of the candidate.
    """
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    found = _PRAISE.search(plain) or _BLAME.search(plain) or any(map(_of_the_answer, _sentences(plain)))
    return bool(found) or (not answering and _YES_OR_NO.search(plain) is not None)


def _of_the_answer(sentence: str) -> bool:
    """Whether one sentence speaks of the answer or the one who gave it, and of right, wrong or marks."""
    return _ADDRESS.search(sentence) is not None and _MARKS.search(sentence) is not None


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?;。！？；])", text)


# Where a sentence begins, what comes before its first word of weight included.
_START = r"(?:^|[.!?;:。!！？?；]\s*|\b(?:okay|ok|and|well|hm+),? |(?:嗯|好|好的|哦)[,，]\s*)"
_VERY = r"(?:(?:very|really|that's|this is|that is|quite|absolutely|not) )*"
_AT_ONCE = (
    r"good|great|nice|nicely|excellent|perfect|exactly|correct|right|wrong|incorrect|wonderful|fantastic|"
    r"awesome|brilliant|impressive|spot on|bingo|close|almost|quite|precisely|unfortunately|sadly"
)
_PRAISE = re.compile(
    rf"{_START}{_VERY}(?:{_AT_ONCE})\b(?=\s*(?:[,.!;:—–-]|$)|,? (?:so|but|answer|point|job|start|idea))"
    r"|\b(?:good|great|nice|excellent|strong|weak|poor|solid|decent|perfect|thorough|fair|valid|interesting|"
    r"comprehensive|impressive) (?:answer|point|job|start|explanation|thinking|reasoning|summary|response|"
    r"understanding|overview|insight|observation|catch|try|attempt|one)\b"
    r"|\bwell (?:done|said|explained|put|answered)\b|\bimpress(?:ed|ive)\b"
    r"|\bi (?:like|love|agree|disagree|appreciate)\b"
    r"|(?:很|非常|挺|真|太|还|相当|十分|特别)"
    r"(?:好|不错|棒|精彩|准确|到位|清楚|清晰|完整|全面|扎实|透彻)(?![地的]?(?:地|用|做))"
    r"|不错(?=[,，。!！]|$)|没错|完美|优秀|精彩|厉害|出色|点赞|赞同|同意你|有道理|说到点子|一针见血"
)
_BLAME = re.compile(
    r"\byou(?:'ve| have| also| just| clearly| did| didn't| did not| do not| don't| haven't| have not|"
    r" failed to|r answer)* "
    r"(?:miss(?:ed)?|forg[eo]t|forgotten|left out|leave out|overlook(?:ed)?|omit(?:ted)?|nailed|covered|"
    r"confused?|skipped|neglected|ignored)\b"
    r"|\b(?:didn't|did not|haven't|have not|never) (?:yet )?"
    r"(?:mention|cover|address|include|explain|touch|say|said|state)"
    r"|\bunfortunately\b|\b\d+(?:\.\d+)? out of (?:5|10|100)\b"
    r"|漏了|漏掉|漏说|遗漏|忽略了|忘了(?:说|讲|提)|可惜|遗憾|答非所问|太浅|肤浅"
    r"|(?<!是否)(?<!有)没(?:有)?(?:提到|提及|提|说到|讲到|涉及|说明|讲清|说清|回答到|覆盖到|答到|答出)"
    r"|(?:过于|有点|有些|太|比较|很)(?:含糊|笼统|空泛|模糊|简单|单薄)"
)
_YES_OR_NO = re.compile(
    rf"{_START}(?:yes|yep|yeah|no|nope|indeed|sure enough|true|false)\b"
    r"(?! (?:matter|one|need|more|longer|other))"
    r"|(?:^|[。!！？?；;]\s*|(?:嗯|好|好的|哦)[,，]\s*)"
    r"(?:对|是的|不是的|的确|确实|不对|错了?|(?:完全|非常)?正确)(?=[,，。!！]|的|了|$)"
)
_ADDRESS = re.compile(
    r"\b(?:your?|yours)\b|\b(?:that|this|it|answer|explanation|response)(?:'s| is| was| sounds?| looks?)\b"
    r"|[你您]|(?:这个|这样|这么|刚才的?|上面的?)(?:说法|回答|答案|理解|解释|讲法|答|说)|答得|讲得|说得"
)
_MARKS = re.compile(
    r"(?:is|'s|are|'re|was|were|sounds?|looks?|got|get|have|be) "
    r"(?:not |quite |absolutely |completely |very |really |too |exactly |a bit |partly |mostly |almost |"
    r"only |totally |half |all |it |that |this |just )*"
    r"(?:right|correct|wrong|good|great|incorrect|mistaken|excellent|perfect|impressive|true|false|fine|vague|"
    r"shallow|incomplete|off|close|weak|strong|thorough|solid|clear|inaccurate|accurate|spot on)\b"
    r"(?! (?:rate|way|one|at|for|about|to|here))"
    r"|\bfull marks\b|\b\d+ (?:points|marks)\b|\b(?:score|grade|mark)s? (?:is|of|for|you|here)\b"
    r"|\b(?:mistaken?|missing|lacks?|missed)\b"
    r"|正确|(?:答|说|讲|理解|搞|弄)(?:对|错|反)了?|(?:是|不|很|完全|基本|都)对(?:的|了|[,，。!！?？]|$)"
    r"|不对|有误|不准确|不全面|不完整|不够|错误|满分|得分|扣分|加分|打分|评分|给.{0,4}分"
    r"|\d+\s*分(?!钟|之|布|类|块|词|位|片|段)|缺了|缺少|少了|差一点"
)
