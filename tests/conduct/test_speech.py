from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.clean_text import one_line
from mock_interview.conduct.speech import PROBE, Unfit, in_language, spoken, width


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("**What** is `eps` for?", "What is eps for?"),
        ("# Follow-up\n- What is eps for?", "Follow-up What is eps for?"),
        ("Interviewer: What is eps for?", "What is eps for?"),
        ("“What is eps for?”", "What is eps for?"),
        ("What is <b>eps</b> for?<|im_end|>", "What is eps for?"),
        ("See [the paper](http://x.org). What is eps for?", "See the paper. What is eps for?"),
        ("\x1b[2J\x1b]0;title\x07What\x07 is\u202e eps\nfor?", "What is eps for?"),
        ("```\nWhat is eps for?\n```", "What is eps for?"),
        ("What does x_i stand for?", "What does x_i stand for?"),
        ("What is 2 * d_model * 4?", "What is 2 * d_model * 4?"),
    ],
)
def test_markup_and_escapes_go_and_the_words_stay(said: str, shown: str) -> None:
    assert spoken(said, "en", PROBE) == shown


@pytest.mark.parametrize(
    "said",
    [
        "",
        "   ",
        "\x1b[2J",
        "...",
        '{"verdict": "covered"}',
        "look at https://x.org",
        "SGVsbG8gd29ybGQhIFRoaXMgaXMgdGhlIGFuc3dlcg== ?",
    ],
)
def test_what_is_no_talk_is_refused(said: str) -> None:
    with pytest.raises(Unfit, match="form"):
        spoken(said, "en", PROBE)


@pytest.mark.parametrize(
    ("text", "lang", "fits"),
    [
        ("What is eps for?", "en", True),
        ("What is the α of LoRA?", "en", True),
        ("分母里是什么？", "zh", True),
        ("只有解码器、N 层时，α 和 β 的公式是什么？", "zh", True),
        ("RoPE 和 ALiBi 在 attention 里的区别？", "zh", True),
        ("分母里是什么？", "en", False),
        ("What about 归一化?", "en", False),
        ("What is eps for?", "zh", False),
        ("What is the eps in this formula for 吗?", "zh", False),
        ("Что такое eps?", "en", False),
        ("L'entrée est divisée par sa racine carrée moyenne, puis multipliée", "en", False),
        ("Die Eingabe wird durch ihren quadratischen Mittelwert geteilt", "en", False),
        ("Now RoPE versus ALiBi?", "en", True),
        ("これは何ですか", "zh", False),
    ],
)
def test_the_language_is_told_apart(text: str, lang: str, fits: bool) -> None:
    assert in_language(text, lang) == fits


def test_too_much_is_cut_at_the_end_of_a_sentence() -> None:
    long = "What is eps for? " + "And then more. " * 60
    cut = spoken(long, "en", PROBE)
    assert width(cut) <= PROBE and cut.endswith(".") and long.startswith(cut)
    with pytest.raises(Unfit, match="form"):
        spoken("what is " + "eps " * 200, "en", PROBE)


@given(st.text(st.characters(exclude_categories=())), st.sampled_from(["zh", "en"]))
def test_whatever_comes_out_is_one_short_line_safe_to_print(text: str, lang: str) -> None:
    try:
        out = spoken(text, lang, PROBE)
    except Unfit as unfit:
        assert str(unfit) in ("form", "language")
        return
    assert out and width(out) <= PROBE and out == one_line(out)
