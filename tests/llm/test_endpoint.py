from __future__ import annotations

import pytest

from mock_interview.llm.endpoint import PLACEHOLDER, Endpoint, at_home, make_endpoint
from mock_interview.secret import Secret

KEY = Secret("sk-0123456789abcdef")


def there(base_url: str, key: Secret | None = KEY, **more: object) -> Endpoint:
    return make_endpoint(base_url, "gpt-4o mini", key, **{"headers": {}, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("base_url", "url"),
    [
        ("https://api.openai.com/v1", "https://api.openai.com/v1"),
        ("https://api.openai.com/v1/", "https://api.openai.com/v1"),
        ("https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1"),
        ("https://api.deepseek.com", "https://api.deepseek.com/v1"),
        (
            "https://dashscope.aliyuncs.com/compatible-mode/v1",
            "https://dashscope.aliyuncs.com/compatible-mode/v1",
        ),
        ("https://open.bigmodel.cn/api/paas/v4/", "https://open.bigmodel.cn/api/paas/v4"),
        ("http://localhost:11434", "http://localhost:11434/v1"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
        ("https://me.openai.azure.com/openai/v1/", "https://me.openai.azure.com/openai/v1"),
    ],
)
def test_requests_go_to_where_the_base_url_points(base_url: str, url: str) -> None:
    endpoint = there(base_url)
    assert (endpoint.url, endpoint.shown, endpoint.azure) == (url, url, False)


@pytest.mark.parametrize(
    ("base_url", "api_version", "url"),
    [
        ("https://me.openai.azure.com", "v1", "https://me.openai.azure.com/openai/deployments/gpt-4o%20mini"),
        (
            "https://me.openai.azure.com/openai/",
            "v1",
            "https://me.openai.azure.com/openai/deployments/gpt-4o%20mini",
        ),
        (
            "https://me.openai.azure.com/openai/deployments/d",
            "v1",
            "https://me.openai.azure.com/openai/deployments/d",
        ),
        (
            "https://me.openai.azure.com/openai/deployments/d/chat/completions?api-version=v1",
            "",
            "https://me.openai.azure.com/openai/deployments/d",
        ),
        (
            "https://gate.example.com/azure/deployments/d",
            "v1",
            "https://gate.example.com/azure/deployments/d",
        ),
    ],
)
def test_azure_needs_a_deployment_a_version_and_its_own_header(
    base_url: str, api_version: str, url: str
) -> None:
    endpoint = there(base_url, api_version=api_version)
    assert (endpoint.url, endpoint.azure) == (url, True)
    assert endpoint.query["api-version"].reveal() == "v1"


def test_what_is_shown_holds_no_query_and_its_values_are_secret() -> None:
    endpoint = there("https://gate.example.com/v1?token=very-secret-token")
    assert endpoint.shown == "https://gate.example.com/v1"
    assert "very-secret" not in repr(endpoint)
    assert [secret.reveal() for secret in endpoint.secrets] == [KEY.reveal(), "very-secret-token"]


@pytest.mark.parametrize(
    ("host", "home"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("0.0.0.0", True),
        ("192.168.1.20", True),
        ("10.0.0.5", True),
        ("172.16.3.4", True),
        ("ollama", True),
        ("gpu.local", True),
        ("box.lan", True),
        ("host.docker.internal", True),
        ("8.8.8.8", False),
        ("172.32.0.1", False),
        ("api.openai.com", False),
        ("localhost.example.com", False),
        ("127.0.0.1.example.com", False),
        ("", True),
    ],
)
def test_home_is_this_machine_and_private_networks(host: str, home: bool) -> None:
    assert at_home(host) is home


def test_only_a_server_at_home_or_with_a_key_in_its_headers_needs_none() -> None:
    assert there("http://localhost:11434/v1", None).key is PLACEHOLDER
    assert there("https://api.openai.com/v1", None).key is None
    with_header = there("https://gate.example.com/v1", None, headers={"authorization": Secret("x")})
    assert with_header.key is PLACEHOLDER and with_header.secrets == (Secret("x"),)


def test_only_loopback_is_this_machine() -> None:
    assert there("http://127.0.0.1:1/v1").on_this_machine and there("http://localhost/v1").on_this_machine
    assert not there("http://192.168.1.2/v1").on_this_machine
