"""What is known to be said about a question's points, right and wrong, and how much a text is like each.

Dozens of written statements a point and language lie in ``precedents.zip`` (see ``training.precedents``).
Wrong answers are wrong in the same few ways, in words that no right answer has; so words tell much that a
model which has to understand them misses, and nothing of what was never said before. Compares words only;
decides nothing.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from mock_interview.grading.polarity import paired_words
from mock_interview.grading.text import is_chinese
from mock_interview.model import LANGUAGES

if TYPE_CHECKING:
    import numpy as np

    from mock_interview.model import Question

FILE = Path(__file__).with_name("precedents.zip")
# What a statement does to its point, in the order of the columns below.
KINDS = ("right", "partly", "wrong")
# Ridge of the regression: of 0.1, 0.3 and 1, which differ little, this told most apart among answers of
# which the statements know nothing.
RIDGE = 0.3
# Right statements with a word's opposite from which on it is no accident that they have that and not the
# word; statements with either for the two to tell anything; how much all pairs together may tell.
OPPOSITES, PAIRED, MOST_TOLD = 2, 3, 6.0

_UNIT = re.compile(r"[a-z]+|\d+(?:\.\d+)?|[\u3400-\u9fff]|[-+<>=~%]|[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much a text is like what states a point, states part of it, and denies it: about 0 to 1 each.

    ``swapped`` and ``sides`` are log odds. The first tells how much more often right statements have the
    opposites of its words, at least 0; the second how much more often wrong statements take its sides of
    pairs of opposites than right ones do.
    """

    right: float
    partly: float
    wrong: float
    swapped: float = 0.0
    sides: float = 0.0
    known: bool = True

    @property
    def lead(self) -> float:
        """How much more it is like what states the point than like what denies it."""
        return self.right - self.wrong


# Of a point that nothing is known about: it is not the bank's, or its wording was changed.
UNKNOWN = Likeness(0.0, 0.0, 0.0, known=False)


def grams(text: str) -> Counter[str]:
    """Words, numbers and Chinese characters of a normalised text, and pairs of neighbours, counted."""
    units = _UNIT.findall(text)
    return Counter(units) + Counter(f"{one} {other}" for one, other in pairwise(units))


class Precedents:
    """What is known about the points of ``question``. Nothing is read before it is asked for."""

    def __init__(self, question: Question, file: Path = FILE) -> None:
        self._question, self._file = question, file
        self._stored: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]] | None = None
        self._regressions: dict[str, _Regression] = {}

    def likeness(self, point: str, text: str) -> Likeness:
        """How ``text`` does by what is known about the point with that id, in the text's language."""
        lang = "zh" if is_chinese(text) else "en"
        if not self._regressions:
            # Of both at once: which language an answer's words are in changes from clause to clause.
            self._regressions = {lang: _Regression(self._known(lang)) for lang in LANGUAGES}
        return self._regressions[lang](point, text)

    def _known(self, lang: str) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """By point id, the statements of every kind."""
        if self._stored is None:
            self._stored = _read(self._file, self._question.id)
        by_text = self._stored.get(lang, {})
        texts = {
            point.id: point.text.get(lang) for point in self._question.points if lang in point.text.langs
        }
        return {point: by_text[text] for point, text in texts.items() if text in by_text}


def _read(file: Path, question: str) -> Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]:
    with ZipFile(file) as archive:
        name = f"{question}.json"
        return json.loads(archive.read(name)) if name in archive.namelist() else {}


class _Regression:
    """Every kind of statement about every point against all others of the question, by their words.

    Kernel ridge regression (Saunders, Gammerman and Vovk, 1998) on cosines of counts, rare words weighing
    more; what it finds is kept as a weight for every word.
    """

    def __init__(self, known: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        import numpy as np

        self._points = {point: number for number, point in enumerate(known)}
        self._pairs = [_Pairs(statements) for statements in known.values()]
        told = [
            (grams(text), len(KINDS) * number + kind)
            for number, statements in enumerate(known.values())
            for kind, name in enumerate(KINDS)
            for text in statements[name]
        ]
        found = Counter(gram for counts, _ in told for gram in counts)
        self._rows = {gram: number for number, gram in enumerate(found)}
        self._rare = {gram: 1 + math.log((1 + len(told)) / (1 + times)) for gram, times in found.items()}
        table = np.zeros((len(told), len(found)))
        wanted = np.zeros((len(told), len(KINDS) * len(known)))
        for row, (counts, column) in enumerate(told):
            for gram, weight in self._weighted(counts).items():
                table[row, self._rows[gram]] = weight
            wanted[row, column] = 1.0
        near = table @ table.T + RIDGE * np.eye(len(told))
        self._weights = (table.T @ np.linalg.solve(near, wanted)).astype(np.float32)

    def __call__(self, point: str, text: str) -> Likeness:
        if point not in self._points:
            return UNKNOWN
        weighted = self._weighted(grams(text))
        column = len(KINDS) * self._points[point]
        rows = self._weights[[self._rows[gram] for gram in weighted], column : column + len(KINDS)]
        sums = (rows * _column(weighted.values())).sum(0)
        right, partly, wrong = (round(float(value), 5) for value in sums)
        return self._pairs[self._points[point]].told(Likeness(right, partly, wrong), text)

    def _weighted(self, counts: Mapping[str, int]) -> dict[str, float]:
        """Known words with weights whose squares add up to one."""
        weights = {
            gram: (1 + math.log(times)) * self._rare[gram]
            for gram, times in counts.items()
            if gram in self._rare
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {gram: weight / length for gram, weight in weights.items()}


class _Pairs:
    """How often right and wrong statements about a point have words that have opposites."""

    def __init__(self, statements: Mapping[str, Sequence[str]]) -> None:
        right = (*statements["right"], *statements["partly"])
        self._right = Counter(word for text in right for word in paired_words(text))
        self._wrong = Counter(word for text in statements["wrong"] for word in paired_words(text))

    def told(self, found: Likeness, text: str) -> Likeness:
        """``found`` with what pairs of opposites tell of ``text``."""
        swapped = sides = 0.0
        words = paired_words(text)
        for word, opposite in words.items():
            if opposite in words:  # who speaks of both sides may say of each what is right
                continue
            right, wrong = (_log_odds(told[word], told[opposite]) for told in (self._right, self._wrong))
            if self._right[opposite] >= OPPOSITES:
                swapped += max(0.0, -right)
            if sum(told[one] for told in (self._right, self._wrong) for one in (word, opposite)) >= PAIRED:
                sides += wrong - right
        sides = max(-MOST_TOLD, min(MOST_TOLD, sides))
        return replace(found, swapped=min(MOST_TOLD, swapped), sides=sides)


def _log_odds(one: int, other: int) -> float:
    """Of two counts; half a statement more of each keeps it finite."""
    return math.log((one + 0.5) / (other + 0.5))


def _column(values: Iterable[float]) -> np.ndarray:
    import numpy as np

    return np.fromiter(values, np.float64)[:, None]
