"""What the words of notes give away: who asks, who answers, what is numbered, what is no question at all.

Pure tables and rules on single texts, in Chinese and English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_KEPT = 4096  # texts whose answer is remembered: a heading is looked at from many sides

# ------------------------------------------------------------------ asking

NO, LIKELY, CERTAIN = 0, 1, 2
_MARKED_END = re.compile(r"[?？](?:[\s!！。.)）】\]”\"'’*_~`]|[（(【\[][^（(【\[]*[)）】\]])*$")
_ZH_ASKS = re.compile(
    r"什么|啥|如何|怎么|怎样|为何|哪些|哪个|哪种|哪里|哪几|几种|多少|是否|能否|可否|有何|吗$|呢$|么$|区别$|异同|关系$|差别$|优缺点$"
    r"|谈谈|说说|聊聊|说一下|讲一下|讲讲|说下|讲下|介绍一下|介绍下|解释一下|写一下|写出|推导|简述|阐述|简单介绍"
    r"|^(?:请|介绍|解释|描述|列举|说明|论述|比较|举例|实现|设计|手写|手撕|证明|分析|概述|计算|给出|谈)"
)
_EN_ASKS = re.compile(
    r"^(?:what|what's|whats|how|how's|why|when|where|which|who|whom|whose|is|are|was|were|do|does|did|can|could|"
    r"should|would|will|have|has|explain|describe|define|compare|contrast|differentiate|distinguish|list|name|"
    r"discuss|tell|give|write|implement|derive|prove|design|state|mention|illustrate|outline|summari[sz]e|walk|"
    r"suppose|imagine|assume|in what|in which|under what|for what|on what|to what|at what|"
    r"difference(?:s)? between|(?:the )?(?:main |key )?differences? (?:between|of)|calculate|compute|show that|show how|"
    r"talk about|elaborate|justify|identify|sketch|draw|find|given an?\b)\b"
)
_ANY_QUESTIONS = re.compile(
    r"(?:the |all |interview |practice |common |frequently asked |list of (?:interview )?)*(?:questions?(?: (?:and|&|with) answers?)?|q\s*&\s*as?|faqs?)(?: list)?"
    r"|(?:常见|高频|全部|所有|基础)?(?:面试)?(?:题目?|问题)(?:列表|汇总|集|合集|与答案|及答案|和答案)?|题库|问答|正文|内容|content|main",
    re.IGNORECASE,
)
_COLLECTION = re.compile(
    r"\bquestions?\b|\bq\s*&\s*a\b|\bq&as?\b|\bfaqs?\b|\binterview (?:prep|guide|notes)|cheat ?sheet"
    r"|面试题|题库|题目$|问题(?:汇总|集|列表|整理|清单|合集|集锦|大全|篇|部分)|常见问题|面经|八股|问答|习题|(?:基础|进阶|高级|简单|困难|中等)题"
)
_ABOUT_THIS = re.compile(
    r"^how (?:to|do i|can i|you can)\b.*\b(?:use|contribute|read|navigate|star|support|help|run|install|prepare|submit)\b"
    r".*\b(?:this|the) (?:repo|repository|guide|list|project|book|document|site|resource)"
    r"|^(?:why|what is|what's) (?:this|the) (?:repo|repository|guide|list|project|book|document|site)\b"
    r"|^what(?:'s| is)? (?:inside|new|in (?:it|here))\b|^who is (?:this|it) for|^what you(?:'ll| will)\b|^how to contribute"
    r"|(?:如何|怎么|怎样)(?:使用|贡献|参与|阅读|支持)(?:本|这|该)|(?:如何|怎么)(?:参与)?贡献$|为什么(?:要)?(?:做|写|有|创建)(?:这个|本|该)"
    r"|(?:本|这个|该)(?:仓库|项目|书|文档|系列).{0,12}(?:什么|怎么|如何|适合谁)",
    re.IGNORECASE,
)


_LONGEST_TAIL = 120  # characters behind a question mark that may be a remark in brackets
_LONGEST_QUESTION = 400  # characters of what asks without a question mark at its end


@lru_cache(maxsize=_KEPT)
def asks(text: str) -> int:
    """How surely ``text``, without its number, asks something: `NO`, `LIKELY` or `CERTAIN`."""
    text = text.strip()
    if not text or not any(map(str.isalnum, text)):
        return NO
    if _MARKED_END.search(text, max(0, len(text) - _LONGEST_TAIL)):
        return CERTAIN
    if len(text) > _LONGEST_QUESTION:
        return NO
    if re.search(r"[?？]", text) and len(text) < 200:
        return LIKELY
    if _ZH_ASKS.search(text) or _EN_ASKS.match(text.lower().replace("’", "'")):
        return LIKELY
    return NO


@lru_cache(maxsize=_KEPT)
def is_collection(title: str) -> bool:
    """Whether a heading announces questions rather than asking one."""
    return bool(_COLLECTION.search(title.lower())) and asks(title) != CERTAIN


def is_any_questions(title: str) -> bool:
    """Whether a heading says that questions follow, and not what they are about."""
    return _ANY_QUESTIONS.fullmatch(_bare(title)) is not None


def is_about_this(title: str) -> bool:
    """Whether a heading asks something about the file itself, as "How to use this repository?"."""
    return bool(_ABOUT_THIS.search(title.strip()))


# ---------------------------------------------------------------- numbering

_ZH_DIGITS = "零〇一二三四五六七八九十百两"
_NUMBERINGS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<n>\d{1,4}(?:\.\d{1,4})+)(?:[.、．)）:：]\s*|\s+|(?=[\u3400-\u9fff]))",
        r"[（(【\[](?P<n>\d{1,4})[)）】\]]\s*[.、．:：]?\s*",
        r"(?:#|no\.?|№|nº)\s*(?P<n>\d{1,4})\s*(?:[.、．)）:：\-–—]\s*|\s+)",
        r"(?P<n>\d{1,4})\s*(?:[、．)）:：]|\.(?!\d)|[-–—](?=\s))\s*",
        r"(?P<n>\d{1,4})\s+(?=[\u3400-\u9fff]|(?:What|How|Why|When|Which|Who|Explain|Describe|Is|Are|Can|Do|Does)\b)",
        rf"第\s*(?P<n>[{_ZH_DIGITS}\d]{{1,5}})\s*[章节部篇讲课题问条个](?:分|目)?\s*[.、．:：\-—]*\s*",
        rf"[（(【\[]?(?P<n>[{_ZH_DIGITS}]{{1,4}})(?:[)）】\]]\s*[、．.:：]?|[、．.:：])\s*",
        r"(?P<n>[①-⑳])\s*[.、:：]?\s*",
        r"(?P<n>[IVX]{1,6})(?:[.、．)）]|\s[-–—])\s+",
    )
)


_MAY_BE_NUMBERED = re.compile(rf"[\d（(【\[#第①-⑳IVX№{_ZH_DIGITS}]|n[oº]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A text without its number: ``number`` as written, ``value`` of its last part (``None``: none)."""

    text: str
    number: str = ""
    value: int | None = None


@lru_cache(maxsize=_KEPT)
def without_number(text: str) -> Numbered:
    """``text`` without the number that it begins with, if any."""
    text = text.strip()
    if not _MAY_BE_NUMBERED.match(text):
        return Numbered(text)
    for pattern in _NUMBERINGS:
        found = pattern.match(text) or (
            pattern.match(text.lower()) if text[:2].lower() in ("no", "nº") else None
        )
        if found and text[found.end() :].strip():
            return Numbered(text[found.end() :].strip(), found["n"], number_value(found["n"]))
    return Numbered(text)


def number_value(written: str) -> int | None:
    """The last part of a number as written: ``2.15.3`` is 3, 十二 is 12; ``None`` for a Roman one."""
    last = written.rsplit(".", 1)[-1]
    if last.isdecimal():
        return int(last)
    if "①" <= last <= "⑳":
        return ord(last) - ord("①") + 1
    if last and all(char in _ZH_DIGITS for char in last):
        return _zh_value(last)
    return None


def _zh_value(text: str) -> int:
    total, digit = 0, 0
    for char in text:
        if char in "十百":
            total += max(1, digit) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = (
                "零一二三四五六七八九".find(char)
                if char in "零一二三四五六七八九"
                else 2
                if char == "两"
                else 0
            )
    return total + digit


# ------------------------------------------------------------------ markers

_END = r"\s*(?:[:：、)）.．]|[-–—](?=\s))\s*"
_COUNT = rf"(?:(?:no\.?\s*|#\s*|\s*)(\d{{1,4}}|[{_ZH_DIGITS}]{{1,4}}))"
_QUESTION_WORDS = r"(?:question|ques|problem|问题|题目|面试题|提问|面试官问?|interviewer|问|题|q)"
_ANSWER_WORDS = (
    r"(?:(?:the |my |sample |suggested |short |long |model |correct |expected )?(?:answers?|ans|solutions?)|response|reply|candidate|explanation"
    r"|候选人|应聘者|求职者|interviewee|me|我|参考答案|参考回答|标准答案|标准回答|正确答案|我的回答|示例回答|答案解析|答案|回答|解答|解析|作答|答复|答|解|面试者)"
)
_QUESTION = re.compile(
    rf"[【\[（(]\s*{_QUESTION_WORDS}\s*(?:{_COUNT})?\s*[】\])）]\s*[:：、.]?\s*"
    rf"|{_QUESTION_WORDS}{_COUNT}(?:{_END}|\s+|$)"
    rf"|{_QUESTION_WORDS}\s*[:：]\s*"
    rf"|q\s*[.．]\s*(\d{{1,4}})\s*[.:：)）]?\s+"
    rf"|q\s*[.)）、．]\s*(?=\S)|q(?:uestion)?\s+(?=(?:what|how|why|when|which|who|explain|is|are|can|do|does)\b)"
    rf"|q\s+[-–—]\s+",
    re.IGNORECASE,
)
_LEVELLED = re.compile(rf"第\s*([{_ZH_DIGITS}\d]{{1,5}})\s*[题问](?:目)?\s*[:：、.\s]\s*")
_ANSWER = re.compile(
    rf"[【\[（(]\s*{_ANSWER_WORDS}\s*(?:{_COUNT})?\s*[】\])）]\s*[:：、.]?\s*"
    rf"|{_ANSWER_WORDS}\s*(?:{_COUNT})?\s*[:：]\s*"
    rf"|(?:a|ans)\s*{_COUNT}\s*[:：.、)）]\s*|a\s*[:：]\s*"
    rf"|[:：]\s+(?=\S)|(?:a|ans|answer|solution)\s+[-–—]+\s+|(?:ans|answer|答|答案)\s*[.．。]\s*(?=\S)",
    re.IGNORECASE,
)
_ANSWER_WITHIN = re.compile(
    r"(?<=[?？。.！!;；\s])\s*(?:\*\*)?(?:A|Ans|Answer|答案|参考答案|答|解答)\s*[:：]\s*(?:\*\*)?\s*",
    re.IGNORECASE,
)
_LABEL_EDGE = " \t:：*_-–—.。、【】[]()（）<>《》!！▶▼▸▾►"
_ANSWER_LABEL = re.compile(
    rf"{_ANSWER_WORDS}(?:\s*\d+)?(?:\s*[(（].*[)）])?"
    r"|(?:click|tap|press)\b.*|(?:show|see|view|reveal|expand|toggle|unfold|open|get|check)(?: the| me the)?"
    r"(?: full| detailed| sample)?(?: answers?| solutions?| more| details| explanation| hidden| all)?(?: here)?"
    r"|(?:answers?|solutions?|explanation)\s*(?:\(?click.*|and explanation|& explanation|below|here|key)?"
    r"|(?:点击|点开|点我|展开|查看|显示|看|折叠|隐藏|揭晓)[^?？]{0,14}|(?:详细|完整|参考|标准)?(?:答案|解答|解析|回答|答)(?:如下|与解析|和解析|及解析|详解|要点|思路)?"
    r"|details?|more|spoiler",
    re.IGNORECASE,
)
_QUESTION_LABEL = re.compile(
    rf"(?:interview |practice )?{_QUESTION_WORDS}(?:\s*(?:描述|内容|description|statement|text))?\s*(?:{_COUNT})?"
    rf"|第\s*[{_ZH_DIGITS}\d]{{1,5}}\s*[题问](?:目)?|\d{{1,4}}",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[（(]?([A-Ha-h])\s*[.:：、)）]\s*\S")


@dataclass(frozen=True, slots=True)
class Marked:
    """What stands behind ``Q3:`` or ``答：``, and the number, if it had one."""

    text: str
    number: str = ""


def question_marker(text: str) -> Marked | None:
    """What is asked behind a marker such as ``Q1:``, ``问：``, ``Question 3.``; ``None`` without one."""
    text = _without_lead(text)
    found = _QUESTION.match(text) or _LEVELLED.match(text)
    if found is None:
        numbered = without_number(text)
        marker = question_marker(numbered.text) if numbered.number else None
        return Marked(marker.text, numbered.number) if marker else None
    return Marked(text[found.end() :].strip(), next(filter(None, found.groups()), ""))


def answer_marker(text: str) -> Marked | None:
    """What is answered behind ``A:``, ``答：``, ``参考答案：``; ``None`` without such a marker."""
    text = _without_lead(text)
    found = _ANSWER.match(text)
    return Marked(text[found.end() :].strip()) if found else None


def answer_within(text: str) -> int | None:
    """Where an answer begins on the line of its question (``What? A: That.``), marker included."""
    found = _ANSWER_WITHIN.search(text)
    return found.start() if found and text[found.end() :].strip() else None


def dotted_answer(text: str) -> Marked | None:
    """What stands behind ``A.`` or ``A)``, which may also be the first of several choices."""
    found = re.match(r"[aA]\s*[.)）、．]\s+(?=\S)", _without_lead(text))
    return Marked(_without_lead(text)[found.end() :].strip()) if found else None


@lru_cache(maxsize=_KEPT)
def is_answer_label(text: str) -> bool:
    """Whether ``text`` only says that an answer follows: "Answer", "点击查看答案"."""
    bare = without_signs(text).strip(_LABEL_EDGE)
    return bool(bare) and len(bare) <= 40 and _ANSWER_LABEL.fullmatch(bare) is not None


def is_question_label(text: str) -> bool:
    """Whether ``text`` only says that a question follows: "Question 3", "第 3 题"."""
    bare = without_signs(text).strip(_LABEL_EDGE)
    return bool(bare) and len(bare) <= 24 and _QUESTION_LABEL.fullmatch(bare) is not None


def option_letter(text: str) -> str:
    """The letter of a choice, as in ``B. two``; empty without one."""
    found = _LETTER.match(text)
    return found[1].upper() if found else ""


# ---------------------------------------------------------------- left out

_CONTENTS = r"(?:table of )?contents|toc|index|outline|目录|目錄|索引|导航|大纲|题目(?:列表|索引|目录)|问题(?:列表|索引|目录)|(?:list|table) of questions"
_BACK = r"(?:back )?to (?:the )?(?:top|contents|toc|table of contents|index|menu)|top|返回(?:顶部|目录|首页)?|回到(?:顶部|目录)|回顶部|上一[篇页题章]|下一[篇页题章]|next|previous|prev|home"
_ASIDE = (
    r"(?:the )?licen[cs]es?(?: .*)?|copyright(?: .*)?|contribut(?:e|ing|ions?|ors?)(?: .*)?|how to contribute|code of conduct|"
    r"acknowledge?ments?|acknowledging|credits?|thanks(?: to.*)?|special thanks|authors?|maintainers?|about(?: (?:me|us|the author|this.*|the repo.*))?|"
    r"contact(?: .*)?|connect with.*|follow (?:me|us).*|support(?: .*)?|sponsors?(?: .*)?|donat(?:e|ions?)(?: .*)?|star(?:s|gazers)?(?: history| .*over time)?|disclaimer|"
    r"change ?log|release notes|todos?|to do|roadmap|updates?|news|what's new|"
    r"installation|install|getting started|quick ?start|usage|how to use.*|prerequisites|requirements?|setup|"
    r"(?:further |additional |recommended |suggested )?(?:references?|readings?|resources?|links?|bibliography|sources?|books?|courses?)(?: .*)?|useful (?:links|resources)|see also|related(?: .*)?|citations?|cite|"
    r"preface|foreword|disclaimers?|overview|introduction|intro|features?|motivation|"
    r"许可(?:证|协议)?|版权(?:声明|所有)?|授权协议|开源协议|协议|贡献(?:者|指南|方式|代码)?|如何贡献|参与贡献|致谢|感谢|鸣谢|作者(?:简介|介绍)?|关于(?:我|我们|作者|本.*)?|"
    r"联系(?:我|方式|我们|作者).*|交流群?|公众号|赞助|打赏|支持(?:我|我们|作者)?|声明|免责声明|更新(?:日志|记录)|变更记录|版本(?:记录|历史)|待办|计划|"
    r"参考(?:资料|文献|链接|来源)?|引用|推荐(?:阅读|资料|书籍|资源|课程)|延伸阅读|扩展阅读|拓展阅读|相关(?:资料|链接|阅读|资源|推荐)|学习(?:资料|资源|路线)|资料来源|友情链接|资源(?:推荐|汇总)?|"
    r"star ?历史|前言|写在前面|写在最后|序言?|引言|简介|介绍|说明|使用(?:说明|方法|指南)|安装|快速开始|项目(?:介绍|简介|背景)|特点|特性"
)
_CONTENTS_TITLE = re.compile(_CONTENTS, re.IGNORECASE)
_ASIDE_TITLE = re.compile(_ASIDE, re.IGNORECASE)
_BACK_LINK = re.compile(rf"[^\w]*(?:{_BACK})[^\w]*", re.IGNORECASE)
_REFERENCES = re.compile(
    r"(?:further |additional |recommended |suggested )?(?:references?|readings?|resources?|links?|sources?)|see also|useful links"
    r"|参考(?:资料|文献|链接|来源)?|推荐阅读|延伸阅读|扩展阅读|拓展阅读|相关(?:资料|链接|阅读)|资料来源",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"(?:to ?do|tbd|tba|wip|n/?a|none|null|nil|coming soon|work in progress|not answered(?: yet)?|no answer(?: yet)?|unanswered|"
    r"(?:answer|add your answer|your answer|write your answer)(?: goes)?(?: here| me)?|待(?:补充|完善|更新|写|整理|填坑?|定)|未完成|未完待续|暂无(?:答案|内容)?|无|略|空|todo.*)",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"(?:the )?(?:definitions?|examples?|pros?|cons?|pros (?:and|&) cons|advantages?|disadvantages?|benefits?|drawbacks?|limitations?|"
    r"summary|conclusions?|key (?:points?|takeaways?|idea)|tl;?dr|intuition|explanation|background|details?|steps?|code|implementation|formula|"
    r"use cases?|applications?|when to use.*|how it works|notes?|hints?|tips?|complexity|follow-?ups?(?: questions?)?|"
    r"定义|概念|原理|特点|优点|缺点|优缺点|优势|劣势|局限(?:性)?|不足|应用(?:场景)?|适用场景|使用场景|示例|例子|举例|总结|小结|结论|要点|核心(?:要点|思想|内容)?|"
    r"解释|说明|背景|动机|步骤|流程|过程|实现|代码(?:实现|示例)?|公式|推导|直觉|补充|扩展|拓展|追问|注意(?:事项|点)?|提示|思路|分析|复杂度(?:分析)?)",
    re.IGNORECASE,
)


_FOOTER = re.compile(
    r"thank|licen[cs]e|copyright|©|\bstar\b|made with|follow|contribut|pull request|\bthe end\b|happy (?:coding|learning|interview)|good luck"
    r"|感谢|谢谢|欢迎|关注|点赞|转载|版权|完结?。?$|未完待续|公众号|祝",
    re.IGNORECASE,
)


def is_footer(text: str) -> bool:
    """Whether a line at the end of a file thanks, wishes luck, or speaks of licence and the like."""
    return len(text) <= 200 and _FOOTER.search(text) is not None


@lru_cache(maxsize=_KEPT)
def is_contents(title: str) -> bool:
    """Whether a heading stands above a table of contents."""
    return _CONTENTS_TITLE.fullmatch(_bare(title)) is not None


@lru_cache(maxsize=_KEPT)
def is_aside(title: str) -> bool:
    """Whether a heading stands above what is no question: licence, contributing, references, ..."""
    return _ASIDE_TITLE.fullmatch(_bare(title)) is not None or is_about_this(title)


def is_references(title: str) -> bool:
    """Whether a heading stands above a list of sources."""
    return _REFERENCES.fullmatch(_bare(title)) is not None


def is_back_link(text: str) -> bool:
    """Whether a line only leads somewhere else: "Back to top", "下一篇"."""
    return _BACK_LINK.fullmatch(text.strip()) is not None


def is_nothing(text: str) -> bool:
    """Whether a text stands where an answer is to be written: "TODO", "待补充", "…"."""
    bare = text.strip().strip(" \t\n.。…-–—_*`()（）[]【】<>!！~\\/|")
    return not any(map(str.isalnum, bare)) or _NOTHING.fullmatch(bare) is not None


def is_part(title: str) -> bool:
    """Whether a heading names a part of an answer: "Pros", "原理"."""
    return _PARTS.fullmatch(_bare(title)) is not None


def _bare(title: str) -> str:
    return without_number(without_signs(title)).text.strip(_LABEL_EDGE)


# ------------------------------------------------------------------- signs

_SHORTCODE = re.compile(r"(?<![\w/])(?::[a-z][a-z0-9_+-]{1,30}:)+(?![\w/])")
# Emoji and dingbats, and what joins them; not the arrows and signs of formulas.
_SIGN = "\u200b\u200d\u20e3\ufeff\ufe0e\ufe0f⌚⌛⏰⏳⏱▶◀▪▫◾◽\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\U000e0020-\U000e007f"
_SIGNS = re.compile(f"[{_SIGN}]")
_LEAD = re.compile(rf"^[\s{_SIGN}]+")
_UNFINISHED = re.compile(
    r"(?:\b(?:between|following|these|those|of|among)|如下|下列|以下|下面|区分|比较|对比)\s*[:：]$",
    re.IGNORECASE,
)
_CHECKBOX = re.compile(r"^\[[ xX✓√]\]\s+")


def without_checkbox(text: str) -> str:
    """``text`` without the box that it begins with, as in ``[x] done``."""
    return _CHECKBOX.sub("", text)


def is_unfinished(text: str) -> bool:
    """Whether a question goes on in what stands below it: "What is the difference between:"."""
    return _UNFINISHED.search(text.strip()) is not None


def _without_lead(text: str) -> str:
    """``text`` without the emoji that it begins with."""
    return text if text[:1].isascii() and not text[:1].isspace() else _LEAD.sub("", text)


def without_signs(text: str) -> str:
    """``text`` on one line without emoji, their short codes, and check boxes."""
    text = _CHECKBOX.sub("", text.strip())
    if ":" in text:
        text = _SHORTCODE.sub(" ", text)
    return " ".join((text if text.isascii() else _SIGNS.sub("", text)).split())
