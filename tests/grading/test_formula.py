"""Formulas are found in prose and compared by what they mean, not by how they are written."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_interview.grading.formula import Formula, agreement, equal, find

ATTENTION = "softmax(QK^T/√d_k)V"
LAYER_NORM = "y=γ⊙(x-μ)/sqrt(σ²+ε)+β"
TANH_GELU = "0.5x[1+tanh(√(2/π)(x+0.044715x³))]"
FFN = "FFN(x)=max(0, xW1+b1)W2+b2"
DPO = "loss = -log sigmoid(beta*(r_w - r_l))"
LORA = "h = W0 x + B A x"
ROTATION = "R(mθ)^T R(nθ)=R((n-m)θ)"

SAME = [
    (ATTENTION, r"\text{softmax}\left(\frac{QK^T}{\sqrt{d_k}}\right)V"),
    (ATTENTION, "softmax(Q K' / sqrt(dk)) V"),
    (ATTENTION, "softmax(QKᵀ/√dₖ)V"),
    (ATTENTION, r"\mathrm{softmax}(\frac{Q K^{\top}}{\sqrt{d}}) V"),
    ("softmax(q·k/sqrt(d))", "softmax(QK^T/√d)"),
    ("2 * n_layers * d * seq bytes", "2×层数×d×seq"),
    ("2×layers×P×d", "2×L×P×d"),
    ("W = W0 + B A", "W = W_0 + BA"),
    ("h = W0 x + (alpha/r) B A x", "h = W0·x + (α/r)·B·A·x"),
    ("h = W0 x + (alpha/r) B A x", r"y = W_0 x + \frac{\alpha}{r} BAx"),
    ("O(n^2)", "O(n²)"),
    ("O(n^2)", r"\mathcal{O}(n^2)"),
    ("O(2n)", "O(n)"),
    ("16 bytes x 7e9 = 112 GB", "7e9 * 16 = 112e9"),
    ("2 × 24 × 5 × 1024 ≈ 24.6 万", "2*24*5*1024 = 246k"),
    ("8d²≈1.34 亿", "8d^2 = 134 million"),
    (DPO, r"\mathcal{L} = -\log \sigma(\beta (r_w - r_l))"),
    (DPO, "L = -log σ(β r_w - β r_l)"),
    (DPO, "loss = log(1 + exp(-β(r_w - r_l)))"),
    ("y - x = 0", "x = y"),
    ("y = x/2", "2y = x"),
    ("a = b c", "c = a / b"),
    ("θ_i = 10000^(-2i/d)", r"\theta_i = 10000^{-2i/d}"),
    ("θ_i = 10000^(-2i/d)", "theta = 1/10000^(2i/d)"),
    ("x·σ(βx)", r"\frac{x}{1+e^{-\beta x}}"),
    ("x·σ(1.702x)", "x * sigmoid(1.7 x)"),
    (TANH_GELU, "0.5*x*(1+tanh(0.79788*(x+0.044715*x**3)))"),
    ("GELU(x)=x·Φ(x)=0.5x[1+erf(x/√2)]", "GELU(x) = x/2 (1 + erf(x/sqrt(2)))"),
    (LAYER_NORM, r"y = \gamma \frac{x-\mu}{\sqrt{\sigma^2+\epsilon}} + \beta"),
    (LAYER_NORM, "LN(x) = gamma*(x-mu)/sqrt(sigma^2+eps)+beta"),
    ("RMS(x)=sqrt((1/d)Σx_i²+ε)", r"RMS(x) = \sqrt{\frac{1}{d}\sum_{i=1}^{d} x_i^2 + \epsilon}"),
    ("RMS(x)=sqrt((1/d)Σx_i²+ε)", "RMS(x) = sqrt(sum x_i^2 / d + eps)"),
    ("α=(2N)^(1/4)", "alpha = (2 * N) ** 0.25"),
    ("r×(d_in+d_out)", "r·d_in + r·d_out"),
    ("d_ff=4d", r"d_{ff} = 4 d_{model}"),
    ("8d/3", "2/3×4d = 8d/3"),
    (FFN, "FFN = ReLU(x W_1 + b_1) W_2 + b_2"),
    ("FFN_SwiGLU(x)=(Swish(xW)⊗xV)W2", "FFN(x) = (SiLU(xW) ⊙ (xV)) W_2"),
    (ROTATION, "R(m theta)^T R(n theta) = R((n-m)theta)"),
    ("B_ij=-m·(i-j)", "B_{ij} = m(j - i)"),
    ("2^(-8/n)", "1/2^{8/n}"),
    ("m_h = 2^(-8h/n)", r"m_h = 2^{-\frac{8h}{n}}"),
    ("freq(ab)/(freq(a)·freq(b))", "freq(ab)/freq(a)/freq(b)"),
    ("C = 6ND", "C = 6 N D"),
    ("ΔW = PΛQ", r"\Delta W = P \Lambda Q"),
    ("7B×2T", "7e9 * 2e12"),
    ("α>1", "1 < alpha"),
    ("exp(s_i)/Σ_j exp(s_j)", r"\frac{e^{s_i}}{\sum_j e^{s_j}}"),
    ("β log(π_θ(y|x)/π_ref(y|x))", r"\beta \log \frac{\pi_\theta(y|x)}{\pi_{ref}(y|x)}"),
    ("1.96*sqrt(p(1-p)/n)", "1.96√(p(1-p)/n)"),
    ("QK 除以 √d", "QK/sqrt(d)"),
    ("r times (d plus k)", "r(d+k)"),
    ("mu = sum x_i / d", r"\mu = \frac{1}{d} \sum_i x_i"),
]
DIFFERENT = [
    (ATTENTION, "softmax(QK^T/d_k)V"),  # root missing
    (ATTENTION, "softmax(QK^T·√d_k)V"),  # upside down
    (ATTENTION, "softmax(KQ^T/√d_k)V"),  # order of matrices
    (ATTENTION, "softmax(QV^T/√d_k)K"),  # roles swapped
    (LORA, "h = W0 x + A B x"),
    (LORA, "h = W0 x - B A x"),
    (DPO, "loss = log sigmoid(beta*(r_w - r_l))"),
    (DPO, "loss = -log sigmoid(beta*(r_l - r_w))"),
    ("O(n^2)", "O(n)"),
    ("O(n log n)", "O(n²)"),
    ("θ_i = 10000^(-2i/d)", "θ_i = 10000^(2i/d)"),
    ("θ_i = 10000^(-2i/d)", "θ_i = 1000^(-2i/d)"),
    ("θ_i = 10000^(-2i/d)", "θ_i = 10000^(-i/d)"),
    ("x·σ(βx)", "x+σ(βx)"),
    ("0.5x[1+erf(x/√2)]", "0.5x[1-erf(x/√2)]"),
    ("0.5x[1+erf(x/√2)]", "0.5x[1+erf(x/2)]"),
    (TANH_GELU, "0.5x[1+tanh(√(2/π)(x+0.04x³))]"),
    (LAYER_NORM, "y=γ⊙(x-μ)/(σ²+ε)+β"),
    (LAYER_NORM, "y=γ⊙(x+μ)/sqrt(σ²+ε)+β"),
    (LAYER_NORM, "y=β⊙(x-μ)/sqrt(σ²+ε)+γ"),
    (LAYER_NORM, "y=γ⊙(x-μ)/(sqrt(σ²)+ε)+β"),
    ("α=(2N)^(1/4)", "α=(8N)^(-1/4)"),
    ("α=(2N)^(1/4)", "α=(2N)^(1/2)"),
    ("r(d+k)", "r·d·k"),
    (FFN, "FFN(x)=max(0, xW2+b2)W1+b1"),
    (FFN, "FFN(x)=(xW1+b1)W2+b2"),
    (ROTATION, "R(mθ)^T R(nθ)=R((n+m)θ)"),
    ("B_ij=-m·(i-j)", "B_ij = m(i-j)"),
    ("2^(-8/n)", "2^(8/n)"),
    ("m_h = 2^(-8h/n)", "m_h = 2^(-8n/h)"),
    ("freq(ab)/(freq(a)·freq(b))", "freq(ab)·freq(a)/freq(b)"),
    ("C = 6ND", "C = 2ND"),
    ("α>1", "α<1"),
    ("16 bytes x 7e9 = 112 GB", "16 bytes x 7e9 = 56 GB"),
    ("y = x/2", "y = 2x"),
    ("α/√r", "α/r"),
    ("LN(α·x+G(x))", "LN(x+α·G(x))"),
]
APART = [
    ("d_ff = 4d", "d_ff = 2048"),
    ("α=(2N)^(1/4)", "β=(2N)^(1/4)"),
    ("d_k·x", "d_v·x"),
    ("d×r", "r×d"),
    (ATTENTION, "softmax(QK/√d_k)V"),  # a transpose that only one of them writes
    ("x = 1", "x < 1"),
    ("α/r", "QK^T"),
]


def only(text: str) -> Formula:
    """The one formula that ``text`` is from end to end."""
    found = find(text)
    assert [f.text for f in found] == [text]
    return found[0]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_notation_makes_no_difference(one: str, other: str) -> None:
    assert equal(only(one), only(other)) is True
    assert equal(only(other), only(one)) is True


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_a_sign_root_power_role_or_constant_makes_a_difference(one: str, other: str) -> None:
    assert equal(only(one), only(other)) is False
    assert equal(only(other), only(one)) is False


@pytest.mark.parametrize(("one", "other"), APART)
def test_formulas_of_different_things_are_not_compared(one: str, other: str) -> None:
    assert equal(only(one), only(other)) is None


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("The bias is B_ij = -m·(i-j), 0 on the diagonal", ["B_ij = -m·(i-j)"]),
        ("偏置为 B_ij=-m·(i-j)，对角线为 0", ["B_ij=-m·(i-j)"]),
        ("d_ff=4d 时参数约 8d²，注意力为 4d²", ["d_ff=4d", "8d²", "4d²"]),
        ("把显存从 O(n²) 降到 O(n)，但计算量不变", ["O(n²)", "O(n)"]),
        ("h = W0 x + B A x, with A of shape r x k", ["h = W0 x + B A x", "r x k"]),
        ("by default $\\alpha/r$ is used", ["\\alpha/r"]),
        ("In code alpha = (2 * N) ** 0.25, where N", ["alpha = (2 * N) ** 0.25"]),
        ("down(silu(gate(x))*up(x))，只有 gate 过 SiLU", ["down(silu(gate(x))*up(x))"]),
        ("SwiGLU 跟普通 FFN 的 8d²（1.34 亿）一样多", ["8d²"]),
        ("with β=1 it is SiLU, near x = -0.75", ["β=1", "x = -0.75"]),
        ("by dropping -m·i", ["-m·i"]),
        ("计算量约 6ND，7B×2T 为 8.4e22 次运算", ["6ND", "7B×2T"]),
        ("cos(pos/10000^(2i/d)), without parameters", ["cos(pos/10000^(2i/d))"]),
    ],
)
def test_formulas_are_cut_out_of_prose(text: str, formulas: list[str]) -> None:
    found = find(text)
    assert [f.text for f in found] == formulas
    assert all(text[f.start : f.end] == f.text for f in found)


@pytest.mark.parametrize(
    "text",
    [
        "and/or", "q-k", "the q-k product", "2023-05-01", "10/12/2024", "version 2.5", "v2.5.1", "e.g. this",
        "fine-tuning", "GPT-2", "LLaMA-2 7B", "is_trainable=True", "a -> b", "x → y", "key/value cache",
        "I/O", "K/V",
        "A/B test", "top_p=0.9", "search_type=mmr", "24/7", "C++", "retrieval + generation", "x-axis", "k-NN",
        "lang*", "**bold** text", "- item two", "H100", "fp16/bf16", "T5-XXL", "3D", "10x faster",
        "100 MB", "40%",
        "2 times faster", "Pre-LN", "nn.GELU", "the (first) one", "I am a x", "don't", "1) first",
        "http://a.b/c?d=e",
        "1e-5 到 1e-6", "<s>[INST] hi [/INST]</s>", "batch size 32 (per device)", "temperature=0.7", "f(x)",
        "√",
        'create_agent("openai:gpt-5-mini", tools=[get_weather])', "SFT + RLHF", "w/o it", "UTF-8", "n-gram",
        "1/2、1/4", "24 GB", "sum the parts", "w/ 262k", "32GB/s", "U+2581", "zh / 300B",
        "MLP (default)", "a (good) x", "role=tool", "x 乘 1 加 erf(x/2)", "",
    ],
)  # fmt: skip
def test_prose_names_dates_and_code_are_no_formulas(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("claim", "statement", "expected"),
    [
        ("注意力是 softmax(QK^T/√d_k)V", "Attention(Q,K,V) = softmax(QK^T/√d_k)V", 1),
        ("attention is softmax(QK^T/d_k)V", "Attention(Q,K,V) = softmax(QK^T/√d_k)V", -1),
        ("Attention(Q,K,V) = softmax(QK^T)V", "Attention(Q,K,V) = softmax(QK^T/√d_k)V", -1),
        ("alpha=(8N)^(-1/4), beta=(2N)^(1/4)", "α=(2N)^(1/4)、β=(8N)^(-1/4)", -1),
        ("alpha=(2N)^(1/4), beta=(8N)^(1/4)", "α=(2N)^(1/4)、β=(8N)^(-1/4)", 0),
        ("参数从 d*k 降下来", "从 d·k 降到 r(d+k)", 1),
        ("it is O(n)", "attention is O(n²)", -1),
        ("memory is O(n)", "从 O(n²) 降到 O(n)", 1),
        ("the slopes are 2^(8/n)", "公比 2^(-8/n)", -1),
        ("R(mθ)^T R(nθ)=R((m+n)θ)", "R(m theta)^T R(n theta) = R((n-m)theta)", -1),
    ],
)
def test_a_claim_agrees_or_disagrees_by_its_formulas(claim: str, statement: str, expected: float) -> None:
    assert agreement(claim, statement) == expected


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("no formula here", "x = 1"),
        ("d_ff = 2048", "d_ff=4d"),  # a value and a rule
        ("r=16", "r=8 和 r=256 差不多"),  # a symbol may take many values
        ("2ND forward and 4ND backward", "计算量约 6ND"),  # quantities of one kind
        ("注意力为 4d²", "参数约 8d²"),
        ("y = γx/RMS(x)", "y=γ⊙x/sqrt(mean(x²)+ε)"),  # both right
        ("GELU(x) = 0.5x[1+erf(x/√2)]", "近似为 0.5x[1+tanh(√(2/π)(x+0.044715x³))]"),
        ("softmax(x)", "softmax(x)"),  # a name, no formula
        ("B is r x d", "B is d×r"),
        ("10000 的 -2i/d 次方", "θ_i = 10000^(-2i/d)"),  # a part
        ("PE = sin(pos/10000^(2i/d))", "cos(pos/10000^(2i/d))"),
    ],
)
def test_what_is_not_meant_as_the_same_is_not_held_against_a_claim(claim: str, statement: str) -> None:
    assert agreement(claim, statement) is None


PIECES = st.sampled_from(
    [
        "x", "d_k", "QK^T", "A", "B", " ", "+", "-", "*", "/", "^", "=", "(", ")", "[", "]", "√", "²", "sum ",
        "softmax(", r"\frac{", "}", "{", "2", "0.5", "π", "e^", "log ", "Σ", "_i", "ᵀ", "'", "<", ",", "|",
        "O(",
        "max(0,", "dk", "bytes", "x ", "的", "1e9", "**", r"\text{a}", r"\top", "i", "0", "exp(", "乘",
    ]
)  # fmt: skip
NEARLY = st.lists(PIECES, max_size=25).map("".join)


@given(NEARLY, NEARLY)
@settings(max_examples=400, deadline=None)
def test_comparison_is_reflexive_and_symmetric(one: str, other: str) -> None:
    for a in find(one):
        assert one[a.start : a.end] == a.text
        assert equal(a, a) is True
        for b in find(other):
            assert equal(a, b) is equal(b, a)


@given(st.text() | NEARLY, st.text() | NEARLY)
@settings(max_examples=400, deadline=None)
def test_any_two_strings_can_be_compared(claim: str, statement: str) -> None:
    result = agreement(claim, statement)
    assert result is None or -1 <= result <= 1
    assert agreement(claim, statement) == result


HOSTILE = [
    "(" * 2000, "f(" * 1000, "x^" * 1000, "√" * 2000, "-" * 2000, "- " * 1000, "-√" * 1000, "x - " * 500,
    "a b " * 500, r"\frac{" * 300, r"\frac{a}{b}" * 180, "(((((((((((x)))))))))))" * 80, "sum " * 500,
    "Σ" * 2000,
    "a/" * 1000, "A-B-" * 500, "2^2^2^2^" * 250, "9" * 2000, "1e999*x", "10^10^10^10 x = y", "_" * 2000,
    "a_{" * 600, "x_{a{b}c}" * 200, "log " * 500, "exp(" * 9 + "x" + ")" * 9 + "+y", "ΔΔΔ" * 500, "1/0*x",
    "²" * 2000,
    "sum sum sum sum sum sum sum sum sum sum sum sum x_i", "A A^T B B^T K Q V W X U" * 8, "dk*" * 300 + "x",
    "\ud800 x=1", "\x00x=1", "根号" * 700 + "d", "(x+" * 11 + "y" + ")" * 11 + " = z",
]  # fmt: skip


def fastest(call: Callable[[], object]) -> float:
    """Processor seconds of the fastest of three calls."""
    seconds = []
    for _ in range(3):
        find.cache_clear()
        equal.cache_clear()
        start = time.process_time()
        call()
        seconds.append(time.process_time() - start)
    return min(seconds)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_takes_long(text: str) -> None:
    assert fastest(lambda: agreement(text, f"{text} ")) < 0.05
    assert fastest(lambda: agreement(text, f"{LORA}, {ATTENTION}, O(n²), y = 2x, x+y=2, a*b")) < 0.05


def test_nothing_heavy_is_imported_and_no_text_is_run() -> None:
    program = (
        "import sys; from mock_interview.grading.formula import agreement\n"
        "agreement('__import__(\"os\").abort() = x', 'x = exit(1) * y')\n"
        "assert not {'sympy', 'numpy', 'torch'} & sys.modules.keys()"
    )
    assert subprocess.run([sys.executable, "-c", program], timeout=60, check=False).returncode == 0
