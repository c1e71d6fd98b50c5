"""What a text affirms where it rejects one thing for another: "not A, but B" without A.

Only constructions that name both sides; a plain negation stays, for it may be the point. Pure functions of
normalised texts.
"""

from __future__ import annotations

import re

# A stretch within a clause, and within a Chinese one.
_EN, _ZH = r"[^,.;:!?\n，。；：！？]", r"[^，。；：,;:\n]"
_REJECTED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), left)
    for pattern, left in (
        # "is not A but B"; a person after "but" begins another statement.
        (
            r"(?P<verb>\b(?:is|are|was|were|does|do|did))?(?:n't|\s?\bnot)(?! only\b| just\b| merely\b)"
            rf"\s{_EN}{{2,60}},?\sbut\s(?:rather\s)?(?!not\b|also\b|(?:i|you|we|he|she|it|they|there)\b)",
            r"\g<verb> ",
        ),
        # "it isn't A; it's B"
        (
            r"\b(?:it|that|this|they|these)\s?(?:isn't|aren't|is not|are not|'s not|'re not)"
            rf"\s{_EN}{{2,60}}[,;]\s(?:but\s)?(?=(?:it|they|it's|they're|that's)\b)",
            "",
        ),
        # "Not A, B", "instead of A, B"
        (
            rf"(?:^|(?<=[.;:!?\n]\s))(?:not(?! only\b| just\b)|instead of|rather than|unlike|contrary to)\s"
            rf"{_EN}{{2,60}},\s",
            "",
        ),
        # "B rather than A", "B, not A"
        (
            rf"\s(?:rather than|instead of|as opposed to)\s{_EN}{{2,50}}(?=\s*(?:[,.;:!?\n，。；：！？]|$))",
            "",
        ),
        (rf",\snot\s{_EN}{{2,40}}(?=\s*(?:[.;:!?\n]|$))", ""),
        # 不是 A 而是 B
        (rf"(?<!是)(?:并不是|并非|不是)(?!不){_ZH}{{1,30}}?[，,；;]?而是", "是"),
        # 不用 A，改用 B: the same verb on either side.
        (
            rf"(?<!是)并?不(?:再|必|要|能)?(?P<verb>[用靠是看加按存训算走拿把选改]){_ZH}{{1,25}}[，,；;]"
            r"(?:而|改|只|就|直接|得|要){0,2}(?=(?P=verb))",
            "",
        ),
        # B 而不是 A, 与其 A 不如 B
        (rf"[，,]?(?:而不是|而非){_ZH}{{1,30}}", ""),
        (rf"与其{_ZH}{{1,30}}[，,]?不如", ""),
    )
)
# Share of a text's letters that must be left for it to affirm anything.
LEFT = 0.25


def affirmed(text: str) -> str:
    """``text`` without what it rejects in favour of something else; as it stands if that is nearly all."""
    out = plain = text.replace("’", "'")
    for pattern, left in _REJECTED:
        out = pattern.sub(left, out)
    if out == plain:
        return text
    out = out.strip(" ,;:，；：")
    return out if out and len(out) >= LEFT * len(text) else text
