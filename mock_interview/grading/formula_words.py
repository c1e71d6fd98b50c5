"""The words and signs of formulas in this field: functions, Greek letters, units, quantities."""

from __future__ import annotations

_GREEK = """
alpha α beta β gamma γ delta δ epsilon ε varepsilon ε eps ε zeta ζ eta η theta θ iota ι kappa κ
lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ phi φ varphi φ chi χ psi ψ omega ω
Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω
"""
_NAMES, _LETTERS = _GREEK.split()[::2], _GREEK.split()[1::2]
# From the name of a Greek letter, and from the letter itself, to the letter.
GREEK = dict(zip(_NAMES, _LETTERS, strict=True)) | {letter: letter for letter in _LETTERS}

# Evaluated as what they are, or, behind ``f:``, as fixed functions that only their name tells apart.
FUNCTIONS = {
    "sqrt": "sqrt", "rsqrt": "rsqrt", "exp": "exp", "log": "log", "ln": "log", "lg": "log", "log2": "log2",
    "log10": "log10", "sin": "sin", "cos": "cos", "tan": "tan", "tanh": "tanh", "sigmoid": "sigmoid",
    "logsigmoid": "logsigmoid", "silu": "silu", "swish": "silu", "relu": "f:relu", "gelu": "f:gelu",
    "erf": "f:erf",
    "softmax": "f:softmax", "softplus": "softplus", "max": "max", "min": "min", "mean": "mean",
    "sum": "sum",
    "prod": "prod", "var": "f:var", "std": "f:std", "abs": "f:abs", "norm": "f:norm", "rms": "f:rms",
    "layernorm": "f:layernorm", "rmsnorm": "f:rmsnorm", "argmax": "f:argmax", "attention": "f:attention",
    "attn": "f:attention", "logsumexp": "f:logsumexp", "ffn": "f:ffn", "mlp": "f:mlp",
}  # fmt: skip
# Single letters that a bracket makes a function of; behind any other letter it is a factor.
CALLED_LETTERS = frozenset("fghFGROEPΦφψσΘΩ")

UNITS = {
    "bytes": 1.0, "byte": 1.0, "tokens": 1.0, "params": 1.0, "FLOPs": 1.0, "KB": 1e3, "MB": 1e6, "GB": 1e9,
    "TB": 1e12, "KiB": 2.0**10, "MiB": 2.0**20, "GiB": 2.0**30, "TiB": 2.0**40,
}  # fmt: skip
SCALES = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12, "万": 1e4, "亿": 1e8, "%": 0.01} | {
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip

QUANTITIES = {
    "layers": "layer", "layer": "layer", "heads": "head", "head": "head", "seq": "seq",
    "length": "length",
    "len": "length", "batch": "batch", "hidden": "hidden", "vocab": "vocab", "lr": "lr", "pos": "pos",
    "loss": "loss",
    "层数": "layer",
    "头数": "head", "前缀长度": "length", "序列长度": "length", "长度": "length", "词表大小": "vocab",
}  # fmt: skip

_PROSE = """
an as at be by do go he if in is it me my no of on or so to up us vs we am th st nd rd ok ie eg etc
id ai ml nn the and for are was not but you all any can had her one our out day get has him his how
its may see two way who did let put say she too use per via yes bit fps ms km cm mm kg On In Is It
If Of Or So To We No At As By Be Do An My He Up Us AI ML RL NN PR UI QA PC CV IO OS DB
"""
# Short words of English that no product of letters is meant by.
PROSE = frozenset(_PROSE.split())

COMMANDS = {
    "frac": ("name", "frac"), "dfrac": ("name", "frac"), "tfrac": ("name", "frac"), "cdot": ("op", "·"),
    "times": ("op", "×"), "ast": ("op", "·"), "odot": ("op", "·"), "otimes": ("op", "·"), "circ": ("op", "·"),
    "div": ("op", "/"), "top": ("op", "⊤"), "intercal": ("op", "⊤"), "le": ("rel", "≤"), "leq": ("rel", "≤"),
    "ge": ("rel", "≥"), "geq": ("rel", "≥"), "lt": ("rel", "<"), "gt": ("rel", ">"), "approx": ("rel", "≈"),
    "equiv": ("rel", "="), "propto": ("rel", "∝"), "infty": ("name", "∞"), "nabla": ("name", "∇"),
    "partial": ("name", "∂"), "mid": ("sep", "|"), "ell": ("name", "l"),
}  # fmt: skip

CHINESE_SIGNS = {
    "除以": "/", "乘以": "*", "乘": "*", "等于": "=", "加上": "+", "减去": "-", "加": "+", "减": "-",
    "根号下": "√", "根号": "√",
}  # fmt: skip

SPOKEN_SIGNS = {"times": "*", "plus": "+", "minus": "-", "over": "/", "equals": "="}

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵀᵗᵏʰ", "0123456789+-()niTtkh", strict=True))
SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"

# One character for one, so that offsets stay: full-width forms and look-alikes.
FOLDED = {
    **{0xFF01 + i: 0x21 + i for i in range(94) if chr(0x21 + i) not in ",:;!?."},
    **{ord(a): ord(b) for a, b in zip("−∗⋅∙∘⊙⊗÷∕ϵϕµ，；∼", "-*·····//εφμ,;~", strict=True)},
}  # fmt: skip


def known_function(text: str) -> str | None:
    """The name a function is evaluated under, if ``text`` names one. LN is no natural logarithm."""
    return "f:layernorm" if text == "LN" else FUNCTIONS.get(text.lower())
