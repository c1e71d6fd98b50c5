"""What a server says when it will not answer, in any of the forms that servers use. Retries nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from mock_interview.clean_text import one_line
from mock_interview.llm.exchange import Answered

# Worth another try as it is. 409 and 425 are sent by gateways that are still busy.
_PASSING = (408, 409, 425, 429)
_LASTING = (501, 505)
# A 429 that waiting does not cure: the account is empty (OpenAI, DeepSeek, Zhipu, DashScope).
_NO_MONEY_CODES = ("insufficient_quota", "billing_hard_limit_reached", "1113", "Arrearage")
_NO_MONEY = re.compile(
    r"insufficient[ _](balance|quota|credit)|余额不足|欠费|in arrears|payment required", re.I
)
_FORMAT = re.compile(
    r"response_format|json[ _-]?schema|json[ _-]?object|json[ _-]?mode|structured[ _-]output"
    r"|grammar|guided|outlines|the word 'json'",
    re.I,
)
_NO_MODEL = re.compile(
    r"\bmodel\b.{0,80}(not (found|exist)|does not exist|unknown)|no such model|模型不存在", re.I
)
_TOO_LONG = re.compile(
    r"context.{0,20}(length|window|size)|maximum.{0,20}tokens|too many tokens|prompt is too long", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """The status and the server's own words, cleaned but neither masked nor shortened."""

    status: int
    message: str = ""
    code: str = ""
    param: str = ""

    @property
    def passing(self) -> bool:
        """Whether the same request may be answered a moment later."""
        if self.no_money or (self.status >= 500 and self.about_format):
            return False
        return self.status in _PASSING or (self.status >= 500 and self.status not in _LASTING)

    @property
    def no_money(self) -> bool:
        """Whether the account is empty."""
        return self.status == 402 or self.code in _NO_MONEY_CODES or bool(_NO_MONEY.search(self.message))

    @property
    def about_format(self) -> bool:
        """Whether it is the form asked of the reply that the server cannot do."""
        if self.status not in (200, 400, 404, 415, 422, 500, 501):
            return False
        return bool(_FORMAT.search(f"{self.param} {self.message}"))

    def names(self, parameter: str) -> bool:
        """Whether the server rejects ``parameter`` of the request."""
        if self.status not in (200, 400, 422, 500):
            return False
        # By ASCII, or a Chinese character right behind the name would belong to the word.
        return self.param == parameter or bool(re.search(rf"\b{parameter}\b", self.message, re.ASCII))

    @property
    def remedy(self) -> str:
        """What the user can do."""
        if self.no_money:
            return "the account has no credit left; top it up, or choose another server"
        if _NO_MODEL.search(self.message) or "model_not_found" in self.code:
            return "the server does not have this model; set 'model' to one it has"
        if self.status in (200, 404, 405):
            return "nothing answers there; check base_url, which usually ends in /v1"
        if _TOO_LONG.search(self.message) or self.status == 413:
            return "the prompt is too long for this model; choose one with a larger context"
        return _REMEDIES.get(self.status) or _REMEDIES.get(self.status // 100 * 100, _REMEDIES[500])


_REMEDIES = {
    300: "the server points to another address; set base_url to where it really is",
    400: "the server rejects the request; docs/llm.md lists what servers can be told with 'body'",
    401: "the key is not accepted; 'mock-interview config' shows which one is used and where it is from",
    403: "the key may not use this model or this server",
    429: "too many requests; wait a little, or ask less at a time",
    500: "the server failed; try again later",
}


def complaint_of(answered: Answered) -> Complaint | None:
    """What the server complains about; ``None`` when it answers properly.

    Some servers complain with status 200.
    """
    data = parsed(answered.body)
    good = 200 <= answered.status < 300
    if good and not (isinstance(data, dict) and data.get("error") and not data.get("choices")):
        return None
    found = data.get("error", data) if isinstance(data, dict) else {}
    if isinstance(found, str):
        found = {"message": found}
    if not isinstance(found, Mapping):
        found = {}
    message = _first(found, "message", "detail", "error_msg", "msg")
    return Complaint(
        status=answered.status,
        message=message or _phrase(answered),
        code=_first(found, "code", "type"),
        param=_first(found, "param"),
    )


def parsed(body: bytes) -> Any:
    """JSON, or ``None``."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _first(data: Mapping[str, Any], *names: str) -> str:
    for name in names:
        value = data.get(name)
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            return one_line(str(value))
        if isinstance(value, list):  # FastAPI's list of what is wrong where
            return one_line(json.dumps(value, ensure_ascii=False))
    return ""


def _phrase(answered: Answered) -> str:
    if answered.kind == "text/plain":
        return one_line(answered.body.decode("utf-8", "replace"))
    try:
        return HTTPStatus(answered.status).phrase
    except ValueError:
        return ""
