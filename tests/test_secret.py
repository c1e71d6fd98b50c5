from __future__ import annotations

import json
import logging
import pickle
from dataclasses import asdict, dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.secret import Secret, public_url

KEY = "sk-planted-0123456789abcdef"


def test_a_secret_is_masked_wherever_it_is_written_out(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret(KEY)

    @dataclass
    class Holder:
        key: Secret

    logging.getLogger("x").warning("key %s %r", secret, secret)
    shown = [
        str(secret),
        repr(secret),
        f"{secret}",
        f"{secret:>40}",
        f"{secret!r}",
        repr([secret]),
        repr({1: secret}),
    ]
    shown += [repr(Holder(secret)), repr(asdict(Holder(secret))), caplog.text]
    assert all(KEY not in text and "0123456789" not in text for text in shown)
    assert str(secret) == "…cdef"


@pytest.mark.parametrize("text", ["", "a", "elevenchars"])
def test_a_short_secret_is_not_half_told(text: str) -> None:
    assert str(Secret(text)) == "…"


def test_a_secret_cannot_be_stored_by_accident() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Secret(KEY))
    with pytest.raises(TypeError):
        json.dumps(Secret(KEY))


@given(st.text(min_size=1), st.text(), st.text())
def test_a_text_that_holds_it_can_be_cleaned(key: str, before: str, after: str) -> None:
    secret = Secret(key)
    cleaned = secret.hidden_in(before + key + after)
    assert key not in cleaned or key in str(secret) + "…" or key in (before + str(secret) + after)


def test_secrets_are_equal_by_text() -> None:
    assert Secret("a") == Secret("a") != Secret("b") and Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1 and not Secret("")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:pass@example.com:8/v1?key=1#x", "https://example.com:8/v1"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
        ("http://[bad", "(not a URL)"),
    ],
)
def test_of_a_url_only_what_is_public_is_shown(url: str, shown: str) -> None:
    assert public_url(url) == shown
