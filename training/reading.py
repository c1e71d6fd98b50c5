"""What the grader would read of an answer for each point: the same code, with vectors kept in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mock_interview.bank.load import read_bank
from mock_interview.grading.bundled import BundledEncoder
from mock_interview.grading.draft import drafted
from mock_interview.grading.encoder import Encoder, Kind
from mock_interview.grading.lexical import rarity
from mock_interview.grading.material import Material, build, question_words
from mock_interview.grading.model_files import FOLDER
from mock_interview.grading.nominate import Heard, Nomination, Scale, hear, measured_scale, nominate
from mock_interview.grading.retraction import stood_by
from mock_interview.grading.spelling import mended
from mock_interview.grading.steps import Encode, Need, finish
from mock_interview.grading.text import normalise
from mock_interview.model import LANGUAGES, Bank, Question

ROOT = Path(__file__).resolve().parent.parent


class Memory:
    """An `Encoder` that keeps every vector."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.digest, self.dim = encoder.name, encoder.digest, encoder.dim
        self.independent = encoder.independent
        self._known: dict[str, np.ndarray] = {}

    def encode(self, texts: Sequence[str], *, kind: Kind = "passage") -> np.ndarray:  # noqa: ARG002
        """As the encoder's, each text once."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        if missing:
            self._known.update(zip(missing, self._encoder.encode(missing), strict=True))
        return np.array([self._known[t] for t in texts], np.float32).reshape(len(texts), self.dim)


@dataclass(frozen=True, slots=True)
class Heeded:
    """An answer as heard, with a nomination for each point."""

    material: Material
    heard: Heard
    nominations: tuple[Nomination, ...]


class Reader:
    """Reads answers to the bank's questions and to questions with only a reference.

    ``scale`` is measured on the bank's wordings where it is not given. The grader has that of the shipped
    bank for every bank.
    """

    def __init__(self, bank: Bank, folder: Path = FOLDER, scale: Scale | None = None) -> None:
        self.bank = bank
        self.encoder = Memory(BundledEncoder(folder))
        self.pairs = scale_pairs(bank)
        self.scale: Scale = scale or measured_scale(self.encoder, self.pairs)
        self._weight = rarity([question_words(q) for q in bank.questions])
        self._kept: dict[str, Material] = {}

    def material(self, question: Question) -> Material:
        """Built again only when the question's texts differ from the last of that id."""
        kept = self._kept.get(question.id)
        if kept is None or kept.question != question:
            kept = self._kept[question.id] = finish(build(question, self._weight), self._encode)
        return kept

    def read(self, question: Question, answer: str) -> Heeded:
        """One answer to one question."""
        material = self.material(question)
        told = mended(stood_by(normalise(answer)), material.spelt)
        heard = finish(hear([told], material, self.scale), self._encode)
        return Heeded(material, heard, nominate(heard, material))

    def _encode(self, need: Need) -> np.ndarray:
        assert isinstance(need, Encode)
        return self.encoder.encode(need.texts)

    def read_free(self, question: str, references: Sequence[str], answer: str) -> Heeded:
        """One answer to a question with only references: by the reference it is nearest to."""
        found = [self.read(one, answer) for one in drafted(question, references)]
        return max(found, key=nearness)


def nearness(found: Heeded) -> float:
    """Cosine of the whole answer with the reference."""
    heard, rows = found.heard, found.material.reference_rows
    return float(max(heard.whole[row] for row in rows)) if heard.whole is not None else -1.0


def scale_pairs(bank: Bank, count: int = 24) -> list[tuple[str, str]]:
    """Pairs of wordings of one point, from questions spread over the bank, half in each language."""
    chosen = bank.questions[:: max(1, len(bank.questions) // count)][:count]
    pairs = []
    for i, question in enumerate(chosen):
        lang = LANGUAGES[i % 2]
        point = question.points[0]
        pairs.append((point.text.get(lang), (point.accept.get(lang) or (point.text.get(lang),))[0]))
    return pairs


def project_bank(folder: Path = ROOT / "question_bank") -> Bank:
    """The bank that answers are read against."""
    return read_bank(folder).bank
