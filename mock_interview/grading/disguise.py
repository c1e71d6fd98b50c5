# ruff: noqa: E501  (lists of words and patterns are kept whole)
"""Ways of writing that hide words from a reader: unseen characters, lookalikes, codes, other languages.

Rules on characters and on the shape of words. Knows no question, and does not say what is hidden.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

Place = tuple[int, int]  # offsets into the stored text

# Alphabets of an answer in Chinese or English with formulas, as the names of characters begin; other
# letters are another language or stand in for these. So many of them are no example any more.
_KNOWN_ALPHABETS = (
    "LATIN", "CJK", "GREEK", "FULLWIDTH LATIN", "MATHEMATICAL", "DOUBLE-STRUCK", "SCRIPT", "BLACK-LETTER",
    "MICRO", "OHM", "KELVIN", "ANGSTROM", "FEMININE", "MASCULINE", "CIRCLED", "PARENTHESIZED", "SUPERSCRIPT",
    "SUBSCRIPT", "MODIFIER", "IDEOGRAPHIC", "PLANCK", "EULER", "INFORMATION", "NUMERO", "ALEF", "BET",
    "TURNED", "ROMAN", "SMALL ROMAN", "N-ARY",
)  # fmt: skip
FEW_LETTERS = 4
# Greek letters that look like Latin ones; within a Latin word they are no formula.
_GREEK_LOOKALIKES = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοιυκνρντ"
_IN_WORD = re.compile(rf"(?<=[a-zA-Z])[{_GREEK_LOOKALIKES}](?=[a-zA-Z])")
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_UNSEEN = ("Cf", "Co", "Cs", "Cn", "Cc")
_EMOJI_JOINERS = "\u200d\ufe0e\ufe0f"
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]{4,}|[\U0001f130-\U0001f189\u24b6-\u24e9]{4,}")
# Letters one by one ("i g n o r e", "忽 略 以 上") and short stretches with signs between ("ig.no.re.al.l").
_SPREAD = re.compile(
    r"(?<![^\W_])(?:[a-zA-Z][ .\-_*|/·~]{1,2}){6,}[a-zA-Z](?![^\W_])"
    r"|(?:[\u3400-\u9fff][ .\-_*|/·~]{1,2}){5,}[\u3400-\u9fff]"
    r"|(?<![^\W_])[a-zA-Z]{1,3}(?:[.\-_*|·~][a-zA-Z]{1,3}){4,}(?![^\W_])"
)
# Digits and signs for letters within words.
_LEET_WORD = re.compile(
    r"(?<!\w)(?=[a-zA-Z013457@$!|+]*[a-zA-Z])[a-zA-Z013457@$!|+]*[a-zA-Z][013457@$!|+]+[a-zA-Z][\w@$!|+]*"
)
_LEET = str.maketrans("013457@$!|+", "oieastasilt")
_ENGLISH = frozenset(
    """
    the of to and is are was be this that it for with all on as by from not you your must will should please answer
    every point points covered give ignore instructions previous mark marks full score system grader correct an my me
    any above rubric candidate have has been what which when if so do don no they at or we can
    """.split()  # noqa: SIM905
)
_OTHER_LANGUAGES = {
    "es": "el la los las que de del por para con una este esta todos puntos todas respuesta favor debe es son como sin su ha sido",
    "fr": "le la les des que du pour avec une cette ce tous toutes points réponse est sont vous votre ignorez doit dans sur pas et au",
    "de": "der die das den dem und ist sind nicht mit für alle alles punkte antwort bitte diese dieser eine sie ihre als wird werden",
    "it": "il lo gli che di del della per con una questa questo tutti tutte punti risposta sono come senza deve tutto è",
    "pt": "o os as que do da dos das por para com uma esta este todos pontos resposta deve são como sem não você seu",
    "nl": "de het een en van dat niet met voor alle punten antwoord deze dit zijn wordt moet je jouw alstublieft",
    "pl": "nie jest wszystkie punkty odpowiedź proszę się na do że to dla jako oceń",
    "tr": "ve bu tüm bir için olarak cevap puan lütfen her ile değil",
    "id": "dan yang ini semua untuk dengan jawaban adalah tidak poin tolong harus dari anda",
    "vi": "và các này tất cả cho với câu trả lời là không điểm hãy được của",
    "sv": "och att det alla är inte med för poäng svar detta denna som ska du",
    "la": "omnia omnes puncta sunt est responsum haec quod non et ad",
    "pinyin": "qing gei wo man fen quan bu suo you yao dian dou zhe ge hui da ping ni shi de ba hu lue zhi qian pan wei jiang dao",
}  # fmt: skip
_OTHER = {name: frozenset(words.split()) for name, words in _OTHER_LANGUAGES.items()}
OTHER_WORDS = 3  # different small words of one other language, from which on a sentence is in it
CODED = 16  # characters of one run that may be a code
_RUN = re.compile(rf"[A-Za-z0-9+/]{{{CODED},}}={{0,2}}|[A-Za-z0-9_\-]{{{CODED},}}={{0,2}}|[A-Z2-7]{{24,}}=*")
_ESCAPED = re.compile(
    r"(?:%[0-9a-fA-F]{2}){4,}|(?:\\u[0-9a-fA-F]{4}\s?){3,}|(?:\\x[0-9a-fA-F]{2}\s?){4,}|(?:&#x?[0-9a-fA-F]+;\s?){3,}"
    r"|(?:\bU\+[0-9a-fA-F]{4,6}[\s,]*){4,}|(?<![\w])(?:(?:0x)?[0-9a-fA-F]{2}[\s,:]+){7,}[0-9a-fA-F]{2}(?!\w)"
    r"|(?:[01]{7,8}[\s,]+){3,}[01]{7,8}|(?<!\S)(?:[.·•\-–—_]{1,5}(?:\s*/\s*|\s+)){7,}[.·•\-–—_]{1,5}(?!\S)"
    r"|(?:\b\d{2,3}[\s,]+){11,}\d{2,3}\b"
)
_NAMES_A_CODE = re.compile(
    r"\b(?:base ?(?:64|32|16|58|85)|rot ?-?13|caesar|ciphers?|morse|hex(?:adecimal)?[- ]?(?:encoded|string|decode)|"
    r"decod(?:e|ed|es|ing) (?:this|the following|it|and (?:follow|obey|execute)))\b|摩斯|摩尔斯|凯撒|密文|解码(?:后|并|以下|下面|这段)|Base ?64",
    re.I,
)
# In reading lengths; the longest of 5395 honest answers (training/answers, question_bank) has 352.
LONG_ANSWER = 900
# Times that a sentence of some length stands in an answer, from which on it is filling.
REPEATS = 3
_VOID = re.compile(r"(?:[ \t\u00a0\u3000]*[\r\n]){8,}|[ \t\u00a0\u3000]{40,}|([^\w\s])\1{30,}")


def unseen(text: str) -> Iterator[Place]:
    """Characters without a look of their own, those that reorder a line, and those of private alphabets."""
    for at, char in enumerate(text):
        if char in "\t\n\r" or (at == 0 and char == "\ufeff"):
            continue
        if char in _EMOJI_JOINERS:
            before = text[at - 1] if at else ""
            if before and (unicodedata.category(before) in ("So", "Sk", "Mn") or ord(before) > 0x1F000):
                continue
        elif unicodedata.category(char) not in _UNSEEN and not 0xE0100 <= ord(char) <= 0xE01EF:
            continue
        yield at, at + 1


def lookalikes(text: str) -> Iterator[Place]:
    """Letters of other alphabets that stand in Latin words or fill words by themselves."""
    for found in _IN_WORD.finditer(text):
        yield found.span()
    for found in _FLAGS.finditer(text):
        yield found.span()
    strange = [
        at for at, char in enumerate(text) if char > "\u024f" and char.isalpha() and not _is_known(char)
    ]
    for found in _LATIN_WORD.finditer(text):
        inside = [at for at in strange if found.start() <= at < found.end()]
        if inside and (len(inside) < len(found.group()) or len(strange) >= FEW_LETTERS):
            yield found.span()


@lru_cache(maxsize=4096)
def _is_known(char: str) -> bool:
    return unicodedata.name(char, "").startswith(_KNOWN_ALPHABETS)


def spread(text: str) -> Iterator[Place]:
    """Words with something between their letters."""
    for found in _SPREAD.finditer(text):
        yield found.span()


def encoded(text: str) -> Iterator[Place]:
    """Runs that are a code for something else, and the names of such codes."""
    for found in _RUN.finditer(text):
        if _decodes(found.group()):
            yield found.span()
    for pattern in (_ESCAPED, _NAMES_A_CODE):
        for found in pattern.finditer(text):
            yield found.span()


def _decodes(run: str) -> bool:
    """Whether a run reads as text once decoded, or is too long and mixed to be a name."""
    kinds = [any(map(test, run)) for test in (str.islower, str.isupper, str.isdigit)]
    if len(run) >= 3 * CODED and sum(kinds) >= 2 and not re.search(r"[-_]", run):
        return True
    if run.islower() and run.isalpha():
        return False
    decoders: tuple[Callable[[str], bytes], ...] = (
        lambda s: base64.b64decode(s + "=" * (-len(s) % 4)),
        lambda s: base64.urlsafe_b64decode(s + "=" * (-len(s) % 4)),
        lambda s: base64.b32decode(s + "=" * (-len(s) % 8)),
        bytes.fromhex,
    )
    return any(_is_text(run, decode) for decode in decoders)


def _is_text(run: str, decode: Callable[[str], bytes]) -> bool:
    try:
        text = decode(run).decode("utf-8")
    except (ValueError, binascii.Error):
        return False
    letters = sum(char.isalpha() or char.isspace() for char in text)
    return len(text) >= 6 and text.isprintable() and letters >= 0.8 * len(text)


def unleeted(text: str) -> str | None:
    """A stretch with the letters that its digits and signs stand for; ``None`` when none do."""
    return text.translate(_LEET) if len(_LEET_WORD.findall(text)) >= 2 else None


def is_ciphered(text: str) -> bool:
    """Whether a normalised stretch is English once reversed or with its letters shifted."""
    plain = _english(text)
    readings = [text[::-1], codecs.encode(text, "rot13"), *(_shifted(text, by) for by in range(1, 26))]
    return any(_english(reading) >= max(2, 2 * plain + 2) for reading in readings)


def _english(text: str) -> int:
    return len(_ENGLISH & {word for word in re.findall(r"[a-z]+", text) if len(word) > 1})


def _shifted(text: str, by: int) -> str:
    return "".join(chr((ord(c) - 97 + by) % 26 + 97) if "a" <= c <= "z" else c for c in text)


def is_other_language(text: str) -> bool:
    """Whether a normalised stretch is in Latin letters, but in neither English nor formulas."""
    words = set(re.findall(r"[^\W\d_]+", text))
    english = len(words & _ENGLISH)
    # Letters lost their marks when the text was normalised; so do the lists here.
    return any(len(words & listed) >= OTHER_WORDS and len(words & listed) > english for listed in _other())


@lru_cache(maxsize=1)
def _other() -> tuple[frozenset[str], ...]:
    def bare(word: str) -> str:
        return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))

    return tuple(
        frozenset(words | {bare(word) for word in words})
        - _ENGLISH
        - {"de", "la", "en", "do", "to", "as", "me"}
        for words in _OTHER.values()
    )


def voids(text: str) -> Iterator[Place]:
    """Long stretches of nothing, which push what follows out of sight."""
    for found in _VOID.finditer(text):
        yield found.span()
