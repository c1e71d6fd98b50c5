"""Fits the weights of `word_order`: ``python -m training.fit_word_order`` (two minutes on two cores).

Sentences of ``shared/data`` and written statements and answers against the same with their words shuffled, in
pieces of one to four Chinese characters; some without marks, as speech is. Prints how many answers that it
has not read are taken for shuffled ones, and how many of them when shuffled; writes ``word_order.json``.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from mock_interview.grading.edits import shuffled
from mock_interview.grading.text import is_chinese, normalise, sentences
from mock_interview.grading.word_order import FILE, FORMAT, Order, is_disordered, neighbours, pieces
from mock_interview.model import LANGUAGES
from training.corpus import DATA, training_pairs
from training.labelled import WRITTEN, json_rows
from training.statements import CROSSED, CROSSED_FILE, SHORT, SHORT_FILE, read_statements

# Common words (characters) of each language; texts of the corpus that are read, of some 300 000.
WORDS = {"zh": 400, "en": 200}
CORPUS = 60_000
# Characters that short texts are joined up to, as answers are longer than sentences; how often.
JOINED, JOIN = {"zh": 60, "en": 160}, 0.7
# How often a text is read as spoken: whole, shuffled; and how often such a clause begins with a hesitation.
SPOKEN, HESITATES = (0.4, 0.2), 0.4
HESITATION = {
    "zh": ("嗯", "呃", "就是说", "那个", "然后", "嘛", "啊"),
    "en": ("um", "uh", "like", "you know", "so", "right", "okay"),
}
# Texts in which a pair must occur to have a weight; smaller weights are left out.
OFTEN, SMALLEST = 60, 0.15
PENALTY = 0.3
# Answers that are measured, and not read.
MEASURED = ("held", "apart", "typed", "typed_apart", "right")

_PIECE = r"[A-Za-z0-9_.+\-]*[A-Za-z0-9_+\-]|[\u4e00-\u9fff]{1,%d}"


def whole_texts(data: Path, lang: str, rng: random.Random) -> list[str]:
    """Normalised texts, short ones joined."""
    pairs = training_pairs(data)
    rng.shuffle(pairs)
    texts = [str(getattr(pair, lang)) for pair in pairs[:CORPUS]]
    said = [
        *read_statements(),
        *read_statements(SHORT_FILE, SHORT),
        *read_statements(CROSSED_FILE, CROSSED),
    ]
    texts += [one.text for one in said if one.lang == lang]
    texts += [row["answer"] for row in json_rows(WRITTEN / "bank.jsonl") if row["lang"] == lang]
    out: list[str] = []
    for text in map(_normal, texts):
        if out and len(out[-1]) < JOINED[lang] and rng.random() < JOIN:
            out[-1] += ("" if lang == "zh" else " ") + text
        else:
            out.append(text)
    return out


def torn(text: str, rng: random.Random) -> str:
    """``text`` with the words of its sentences shuffled: as `edits.shuffled`, or in other pieces."""
    size = rng.choice((0, 0, 1, 2, 3, 4))
    if size == 0:
        return _normal(shuffled(text, rng))
    out = []
    for start, end in sentences(text):
        found = re.findall(_PIECE % size if is_chinese(text) else r"[\w'\-]+", text[start:end])
        rng.shuffle(found)
        out.append("".join(found) + "。" if is_chinese(text) else " ".join(found) + ".")
    return " ".join(out)


def spoken(text: str, lang: str, rng: random.Random) -> str:
    """``text`` without marks, and with words of hesitation."""
    out = []
    for part in re.split(r"[，。；：,;:.!?]+ ?", text):
        out += [rng.choice(HESITATION[lang])] if rng.random() < HESITATES else []
        out.append(part)
    return " ".join(out)


def fit(texts: Sequence[str], lang: str, rng: random.Random) -> Order:
    """The common words of ``texts``, and a logistic regression over pairs of neighbours."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    own = [p for text in texts for p in pieces(text) if p[0].isalpha() and (p >= "\u3400") == (lang == "zh")]
    words = frozenset(word for word, _ in Counter(own).most_common(WORDS[lang]))
    found: list[list[str]] = []
    for text in texts:
        for sort, read in enumerate((text, torn(text, rng))):
            told = spoken(read, lang, rng) if rng.random() < SPOKEN[sort] else read
            found.append(neighbours(told, words))
    often = Counter(pair for row in found for pair in set(row))
    column = {pair: at for at, pair in enumerate(sorted(p for p, n in often.items() if n >= OFTEN))}
    cells = [
        (n, at, column[p]) for at, row in enumerate(found) for p, n in Counter(row).items() if p in column
    ]
    counts, rows, columns = map(np.array, zip(*cells, strict=True))
    sizes = np.maximum(1, np.bincount(rows, counts, len(found)))
    matrix = csr_matrix((counts / np.sqrt(sizes[rows]), (rows, columns)), shape=(len(found), len(column)))
    fitted = LogisticRegression(C=PENALTY, solver="liblinear").fit(matrix, np.arange(len(found)) % 2)
    weights = {
        p: round(float(w), 2) for p, w in zip(column, fitted.coef_[0], strict=True) if abs(w) > SMALLEST
    }
    return Order(words=words, weights=weights)


def measured(order: Order, lang: str, rng: random.Random) -> Iterator[str]:
    """A line for each set of answers: how many are taken for shuffled, as they are and shuffled."""
    for name in MEASURED:
        rows = [_normal(row["answer"]) for row in json_rows(WRITTEN / f"{name}.jsonl")]
        own = [text for text in rows if is_chinese(text) == (lang == "zh")]
        whole = sum(is_disordered(text, order) for text in own)
        found = sum(is_disordered(_normal(shuffled(text, rng)), order) for text in own)
        yield f"{lang} {name:12} {len(own):5}: {whole} taken for shuffled, {found} of them shuffled"


def _normal(text: str) -> str:
    return normalise(text).text


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA, help="the data folder (default: %(default)s)")
    options = parser.parse_args()
    if not options.data.is_dir():
        parser.error(f"{options.data}: no such folder")
    out: dict[str, object] = {"format": FORMAT, "fitted": {"command": "python -m training.fit_word_order"}}
    for lang in LANGUAGES:
        rng = random.Random(1)
        order = fit(whole_texts(options.data, lang, rng), lang, rng)
        print("\n".join(measured(order, lang, rng)), flush=True)
        out[lang] = {"words": " ".join(sorted(order.words)), "weights": dict(sorted(order.weights.items()))}
    FILE.write_text(json.dumps(out, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
