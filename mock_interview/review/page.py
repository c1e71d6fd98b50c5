"""A `Report` to one HTML file that needs nothing else. The only place that imports jinja2.

The page has no scripts and loads nothing; its security policy names its one style sheet by hash, so
that a browser would refuse whatever an answer might smuggle in.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import jinja2

from mock_interview.clean_text import printable
from mock_interview.model import SIGNS
from mock_interview.review.charts import NARROW, WIDE
from mock_interview.review.labels import day_text, days_text, duration, labels
from mock_interview.review.report import Report

GENERATOR = "mock-interview"  # by which a page is known to be ours
_TEMPLATES = Path(__file__).parent / "templates"
# Code points that are no characters; a parser of HTML counts them as faults.
_LAST_TWO = "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
_NONCHARACTER = re.compile(f"[\ufdd0-\ufdef{_LAST_TWO}]")
_TAGS = {"zh": "zh-Hans", "en": "en"}


def to_html(report: Report, *, version: str, made: str, unfolded: bool | None = None) -> str:
    """The whole file; ``made`` is when, as the footer tells it.

    ``unfolded`` opens every question and reference; by default those of a single session.
    """
    style = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = _environment(report.lang).get_template("report.html.jinja")
    return template.render(
        report=report,
        one=report.one,
        unfolded=report.one is not None if unfolded is None else unfolded,
        generator=f"{GENERATOR} {version}",
        made=made,
        style=style,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
    )


def is_page(path: Path) -> bool:
    """Whether a file is a page of ours. Raises ``OSError``."""
    with path.open("rb") as file:
        return f'<meta name="generator" content="{GENERATOR} '.encode() in file.read(4096)


@cache
def _environment(lang: str) -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    label = labels(lang)
    made.globals.update(
        t=label,
        lang=lang,
        tag=_TAGS,
        signs=SIGNS,
        day_text=lambda day: day_text(day, lang),
        days_text=lambda first, last: days_text(first, last, lang),
        duration=lambda seconds: duration(seconds, lang),
        WIDE=WIDE,
        NARROW=NARROW,
    )
    made.filters["whole"] = lambda score: f"{score:.0f}"
    made.filters["length_of"] = lambda score: max(0, min(100, round(score)))  # what a bar can show
    return made


def _clean(value: object) -> object:
    """Every text that enters the page without what a terminal or a browser would act on."""
    if isinstance(value, str) and not hasattr(value, "__html__"):  # which the page's own markup has
        return _NONCHARACTER.sub("", printable(value))
    return value
