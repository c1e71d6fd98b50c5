"""Text that must not be shown, such as a key. Masks itself wherever it is written out."""

from __future__ import annotations

from urllib.parse import urlsplit

SHOWN = 4  # characters at the end that tell one key from another
LONG = 12  # a shorter secret would be half told by its end


class Secret:
    """A text whose ``str``, ``repr`` and format are masked; `reveal` is the one way to the text.

    It cannot be pickled or turned into JSON by accident. Equal by text; cannot be changed.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself, for the request that needs it and for nothing else."""
        return self._text

    def __str__(self) -> str:
        return f"…{self._text[-SHOWN:]}" if len(self._text) >= LONG else "…"

    def __repr__(self) -> str:
        return f"Secret({self})"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, _memo: object) -> Secret:  # what ``dataclasses.asdict`` does
        return self

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a secret is not to be pickled")

    def hidden_in(self, text: str) -> str:
        """``text`` with every occurrence of the secret masked."""
        return text.replace(self._text, str(self)) if self._text else text


def public_url(url: str) -> str:
    """The part of ``url`` that may be shown: scheme, host, port and path."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "(not a URL)"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
