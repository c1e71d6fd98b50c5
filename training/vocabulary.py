"""Builds ``tokenizer.json``: the teacher's English WordPieces plus Chinese pieces.

Chinese pieces come from a unigram model over the Chinese runs of the corpus (up to four
characters each), every character seen, and the common characters of GB 2312. A charsmap does
NFKC and maps traditional characters to simplified ones, so 訓練 and 训练 are one token.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
from tokenizers.processors import TemplateProcessing

from training.corpus import DATA, read_monolingual, training_pairs

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
HAN_RUN = re.compile(f"[{HAN}]+")
MULTI_PIECES = 10_000
# WordPiece takes quadratic time in the length of a word; unpunctuated Chinese can be endless.
LONGEST_RUN = 24
# Chinese punctuation means what its Western twin means; one token for both.
PUNCTUATION = {"。": ".", "、": ",", "《": '"', "》": '"', "「": '"', "」": '"', "【": "[", "】": "]"}


def common_characters() -> list[str]:
    """The 6 763 characters of GB 2312, which cover everyday simplified Chinese."""
    cells = (bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return [c for cell in cells if (c := cell.decode("gb2312", errors="ignore"))]


def simplified_forms() -> dict[str, str]:
    """Traditional character -> simplified one, leaving out what simplified text uses as it is."""
    import opencc  # 3 s to read its tables

    keep = set(common_characters())
    table: dict[str, str] = {}
    path = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        traditional, simplified = line.split("\t")
        if traditional not in keep and len(traditional) == 1:
            table[traditional] = simplified.split(" ")[0]
    return table


def character_map() -> dict[str, str]:
    """Every character that normalisation changes, and what it becomes."""
    simplified = simplified_forms()
    table = {}
    for code in range(0x20, 0x30000):
        char = chr(code)
        if 0xD800 <= code < 0xE000 or 0xAC00 <= code < 0xD7A4:
            continue
        normal = unicodedata.normalize("NFKC", char)
        normal = "".join(simplified.get(c, PUNCTUATION.get(c, c)) for c in normal)
        if normal != char and normal:
            table[char] = normal
    return table


def train_pieces(runs: Iterable[str], folder: Path, charsmap: dict[str, str]) -> list[str]:
    """Unigram pieces of ``runs``; leaves ``pieces.model`` (with the charsmap) in ``folder``."""
    import sentencepiece

    rules = folder / "charsmap.tsv"
    hexes = {source: " ".join(f"{ord(c):X}" for c in target) for source, target in charsmap.items()}
    rules.write_text("".join(f"{ord(source):X}\t{target}\n" for source, target in hexes.items()))
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(runs),
        model_prefix=str(folder / "pieces"),
        vocab_size=MULTI_PIECES + 5_500,
        character_coverage=1.0,
        max_sentencepiece_length=4,
        add_dummy_prefix=False,
        normalization_rule_tsv=str(rules),
        num_threads=2,
        minloglevel=2,
    )
    model = sentencepiece.SentencePieceProcessor(str(folder / "pieces.model"))
    return [model.id_to_piece(i) for i in range(3, model.get_piece_size())]


def charsmap_of(model: Path) -> bytes:
    """The compiled normaliser inside a sentencepiece model file."""
    from sentencepiece import sentencepiece_model_pb2

    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(model.read_bytes())
    return bytes(proto.normalizer_spec.precompiled_charsmap)


def chinese_pieces(pieces: list[str], seen: Counter[str]) -> list[str]:
    """Multi-character pieces, best first, then every single character worth a row."""
    multi = [p for p in pieces if len(p) > 1 and HAN_RUN.fullmatch(p)][:MULTI_PIECES]
    single = dict.fromkeys([*(c for c, _ in seen.most_common()), *common_characters()])
    return multi + [c for c in single if HAN_RUN.fullmatch(c)]


def teacher_words(teacher: Path) -> list[str]:
    """The teacher's vocabulary in order of its rows."""
    return (teacher / "vocab.txt").read_text(encoding="utf-8").splitlines()


def english_pieces(teacher: Path) -> list[str]:
    """The teacher's vocabulary without its placeholders and its few Chinese characters."""
    return [w for w in teacher_words(teacher) if not w.startswith("[unused") and not HAN_RUN.search(w)]


def build_tokenizer(vocabulary: dict[str, int], charsmap: bytes) -> Tokenizer:
    """A WordPiece tokenizer in which a Chinese run is one word of its own."""
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=200))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(charsmap), normalizers.BertNormalizer(handle_chinese_chars=False)]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.BertPreTokenizer(),
            pre_tokenizers.Split(Regex(f"[{HAN}]{{1,{LONGEST_RUN}}}"), behavior="isolated"),
        ]
    )
    cls, sep = vocabulary["[CLS]"], vocabulary["[SEP]"]
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", cls), ("[SEP]", sep)],
    )
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    return tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--teacher", type=Path, required=True, help="folder of the teacher model")
    parser.add_argument("--work", type=Path, required=True, help="folder for the results")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)

    charsmap = character_map()
    fold = str.maketrans(charsmap)
    texts = [pair.zh for pair in training_pairs(options.data)] + read_monolingual(options.data, "zh")
    runs = [run for text in texts for run in HAN_RUN.findall(text.translate(fold))]
    pieces = train_pieces(runs, options.work, charsmap)
    chinese = chinese_pieces(pieces, Counter(c for run in runs for c in run))
    english = english_pieces(options.teacher)

    # A piece has two spellings, at the start and inside of a run, and one row of the table.
    rows = {word: row for row, word in enumerate([*english, *chinese])}
    words = [*rows, *("##" + piece for piece in chinese)]
    row_of_id = [rows[w] if w in rows else rows[w.removeprefix("##")] for w in words]
    numbered = {word: i for i, word in enumerate(words)}
    tokenizer = build_tokenizer(numbered, charsmap_of(options.work / "pieces.model"))
    tokenizer.save(str(options.work / "tokenizer.json"), pretty=False)
    (options.work / "rows.json").write_text(json.dumps(row_of_id))
    print(f"{len(english)} English and {len(chinese)} Chinese rows, {len(words)} tokens")


if __name__ == "__main__":
    main()
