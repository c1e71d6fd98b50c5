"""How much a stretch of an answer reads like words to whoever grades it, by fitted weights.

One logistic model over single words, the groups of `appeal_words`, and the words shared with the
question. Its weights lie in ``appeal_weights.json``, which says what fitted them
(``training.fit_appeals``). Knows neither marks nor disguises.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mock_interview.grading.appeal_words import GROUPS
from mock_interview.grading.lexical import tokens
from mock_interview.grading.material import both
from mock_interview.grading.text import normalise
from mock_interview.model import LANGUAGES, Question

FILE = Path(__file__).with_name("appeal_weights.json")
FORMAT = 1
# Counts from which on more of the same tells nothing.
OWN, NEW, LONG = 4, 8, 12

_WORD = re.compile(r"[a-z][a-z']*|[\u3400-\u9fff]+")
# Characters of grading and asking in traditional writing, each above its simplified form.
_TRADITIONAL = str.maketrans(
    "評給滿題蓋視為請閱師規則標準對確無這點級獎們應該個數從來實還說話講與過員關於係統導團隊審驗證據認參遺錯誤處優項條當會讓開體現寫檢查別論結構權測試調環發訊輸補幫網寬鬆達顯選擇樣態繼續號質廢轉聽執監專業語頭滅蘭麼嗎讚謝萬億歲馬陸單傳獲預設減並層記錄許願禮貼稱負責歡極將總計殘離約東錢紅線電腦機動書見觀覺聲後裡麗雲學習問間進運較難雖夠擴張愛憐憫懇勞駕麻煩綠燈",
    "评给满题盖视为请阅师规则标准对确无这点级奖们应该个数从来实还说话讲与过员关于系统导团队审验证据认参遗错误处优项条当会让开体现写检查别论结构权测试调环发讯输补帮网宽松达显选择样态继续号质废转听执监专业语头灭兰么吗赞谢万亿岁马陆单传获预设减并层记录许愿礼贴称负责欢极将总计残离约东钱红线电脑机动书见观觉声后里丽云学习问间进运较难虽够扩张爱怜悯恳劳驾麻烦绿灯",
)


def plain(text: str) -> str:
    """Normalised ``text`` in simplified characters, letter by letter, so that offsets stay."""
    return text.translate(_TRADITIONAL)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question itself speaks of: an answer may speak of it too. ``text`` is `plain`."""

    text: str
    words: frozenset[str]


def subject_of(question: Question) -> Subject:
    """The question's own texts: what it asks, the reference, the points, the mistakes."""
    pairs = [question.question, question.reference, *(p.text for p in question.points)]
    texts = [pair.get(lang) for pair in (*pairs, *(m.text for m in question.mistakes)) for lang in LANGUAGES]
    texts += [text for point in question.points for text in both(point.accept)]
    text = plain(normalise("\n".join(texts)).text)
    return Subject(text, frozenset(tokens(text)))


def features(piece: str, subject: Subject) -> dict[str, float]:
    """What the model looks at in a `plain` stretch, by name: ``word:x``, ``group:x`` and counts."""
    table = {f"word:{word}": 1.0 for word in _words(piece)}
    table |= {f"group:{name}": 1.0 for name in _groups(piece, subject)}
    return table | _counts(piece, subject)


def _words(piece: str) -> Iterator[str]:
    """English words, and pairs of Chinese characters."""
    for run in _WORD.findall(piece):
        if run[0] < "\u3400":
            yield run
        else:
            yield from (run[i : i + 2] for i in range(len(run) - 1))


def groups_in(piece: str, subject: Subject) -> int:
    """How many groups of `appeal_words` a `plain` stretch has words of."""
    return sum(1 for _ in _groups(piece, subject))


def _groups(piece: str, subject: Subject) -> Iterator[str]:
    return (name for name in GROUPS if _has(name, piece, subject.text))


def _has(name: str, piece: str, known: str) -> bool:
    """Whether the piece has words of that group which the question does not use itself."""
    return any(
        found.group().strip() not in known or not found.group().strip()
        for pattern in GROUPS[name]
        for found in pattern.finditer(piece)
    )


def _counts(piece: str, subject: Subject) -> dict[str, float]:
    said = set(tokens(piece))
    own, all_ = len(said & subject.words), len(said)
    return {
        "own": min(own, OWN) / OWN,
        "own_share": own / max(1, all_),
        "new": min(all_ - own, NEW) / NEW,
        "no_own": float(own == 0),
        "hardly_own": float(own <= 1),
        "length": min(all_, LONG) / LONG,
        "no_words": float(all_ == 0),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What was fitted; a stretch whose sum reaches ``at_least`` counts as words to the grader."""

    bias: float
    at_least: float
    weights: Mapping[str, float]

    def sum(self, table: Mapping[str, float]) -> float:
        """The logarithm of the odds that a stretch with these features speaks to the grader."""
        return self.bias + sum(value * self.weights.get(name, 0.0) for name, value in table.items())


@lru_cache(maxsize=1)
def read_weights(path: Path = FILE) -> Weights:
    """The weights in ``path``, which belongs to the package. Raises ``ValueError`` if newer."""
    raw = json.loads(path.read_bytes())
    if raw["format"] != FORMAT:
        raise ValueError(f"{path}: format {raw['format']}, this version reads {FORMAT}")
    return Weights(bias=raw["bias"], at_least=raw["at_least"], weights=raw["weights"])


def speaks_to_grader(piece: str, subject: Subject) -> bool:
    """Whether a `plain` stretch of an answer reads like words to whoever grades it."""
    weights = read_weights()
    return weights.sum(features(piece, subject)) >= weights.at_least
