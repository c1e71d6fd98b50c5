"""The page as a parser of HTML sees it; what a browser makes of it is looked at in tests/e2e."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from justhtml import JustHTML

from mock_interview.clean_text import printable
from mock_interview.model import (
    Appeal,
    Grade,
    JudgedPoint,
    Judgement,
    LostQuote,
    Regrade,
    Session,
    Source,
    Span,
    Text,
    Verdict,
    Vote,
)
from mock_interview.practice import names, practices
from mock_interview.review.page import is_page, to_html
from mock_interview.review.report import report
from mock_interview.spoken import Debrief, Lesson, Remark
from tests.hostile import ANSWER, SCRIPT, hostile
from tests.judge.graded import judged_session
from tests.samples import RUBRIC, finished, grade
from tests.three_weeks import rubric, three_weeks

LANGS = ("en", "zh")
CASES = ("rich", "one", "empty", "hostile", "judged", "led", "led-twice")
SAID = {
    "en": {
        "hello": "Hello, let us begin.", "which": "At training?", "this": "I mean at inference.",
        "batch": "For a batch?", "one": "One token is enough.", "next": "Thanks, on to the next one.",
        "good": "You name the divisor exactly.", "bad": "RMSNorm does not centre its input.",
        "learn": "Derive the gain and write it down.",
    },
    "zh": {
        "hello": "你好，我们开始吧。", "which": "是训练的时候吗？", "this": "指的是推理时。",
        "batch": "按一个批次算吗？", "one": "一个 token 就够了。", "next": "谢谢，我们看下一题。",
        "good": "除数说得很准。", "bad": "RMSNorm 并不减均值。", "learn": "把增益推一遍，写下来。",
    },
}  # fmt: skip
CSS = (Path(__file__).parents[2] / "mock_interview" / "review" / "templates" / "report.css").read_text(
    "utf-8"
)


def render(
    sessions: Sequence[Session], lang: str, *, unfolded: bool | None = None, shown: int | None = None
) -> str:
    """The page over ``sessions``, oldest first, with the answers of so many of the latest."""
    rows = [row for session in sessions for row in practices(session)]
    kept = sessions if shown is None else sessions[-shown:]
    page = report(rows, names(sessions), kept, lang=lang, rubrics={"default": rubric()})
    return to_html(page, version="0.1.0", made="2026-11-26 18:00", unfolded=unfolded)


def led_session(lang: str) -> Session:
    """The finished session with an interviewer who spoke, answered questions, and noted something."""
    session = finished(lang)
    said = SAID[lang]
    remarks = (
        Remark(how="opening", text=said["hello"]),
        Remark(how="clarified", asked=said["which"], text=said["this"], model="scripted-1"),
        Remark(how="clarified", asked=said["batch"], text=said["one"], part=1, model="scripted-1"),
        Remark(how="wrap_up", text="-bye-"),
    )
    first, second, third = session.turns
    moving_on = Remark(how="moving_on", text=said["next"], model="scripted-1")
    turns = (replace(first, remarks=remarks), replace(second, remarks=(moving_on,)), third)
    strength = Lesson(text=said["good"], number=1, question="q1", point="divides", quote=first.main.text)
    gap = Lesson(text=said["bad"], number=2, question="q2", point="divides", quote=second.main.text)
    asked = first.question.question.get(lang)
    study = Lesson(text=said["learn"], number=1, question="q1", point="gain", quote=asked, said=False)
    debrief = Debrief(strengths=(strength,), gaps=(gap,), study=(study, gap), model="scripted-1")
    return replace(session, turns=turns, debrief=debrief)


@cache
def page(case: str, lang: str) -> str:
    weeks = three_weeks(lang)
    sessions = {
        "rich": weeks,
        "one": weeks[-1:],
        "empty": (),
        "hostile": (hostile(lang),),
        "judged": (judged_session(lang),),
        "led": (led_session(lang),),
        "led-twice": (finished(lang), replace(led_session(lang), id="led234")),
    }
    return render(sessions[case], lang, shown=2 if case == "rich" else None)


@cache
def parsed(case: str, lang: str) -> JustHTML:
    """Parsed strictly: a page that a parser has to mend raises."""
    return JustHTML(page(case, lang), sanitize=False, strict=True)


every_page = pytest.mark.parametrize(("case", "lang"), [(case, lang) for case in CASES for lang in LANGS])


@every_page
def test_a_page_is_faultless_html_with_nothing_that_acts(case: str, lang: str) -> None:
    found = parsed(case, lang)
    elements = {node.name for node in found.query("*")}
    assert not elements & {
        "script",
        "iframe",
        "object",
        "embed",
        "link",
        "base",
        "form",
        "img",
        "meta-refresh",
    }
    for node in found.query("*"):
        names_ = set(node.attrs)
        assert not [name for name in names_ if name.startswith("on")], node.name
        assert not names_ & {"style", "src", "srcset", "action", "formaction", "background", "poster", "data"}


@every_page
def test_a_page_reaches_nothing_but_itself_and_web_addresses(case: str, lang: str) -> None:
    found = parsed(case, lang)
    ids = [node.attrs["id"] for node in found.query("[id]")]
    assert len(ids) == len(set(ids))
    for node in found.query("[href]"):
        address = str(node.attrs["href"])
        assert node.name == "a"
        if address.startswith("#"):
            assert address[1:] in ids
        else:
            assert re.match(r"https?://[^/]", address) and node.attrs["rel"] == "noopener noreferrer"


@every_page
def test_the_policy_allows_the_one_style_sheet_and_nothing_else(case: str, lang: str) -> None:
    found = parsed(case, lang)
    first = found.query("meta")[1]
    assert first.attrs["http-equiv"] == "Content-Security-Policy", "before anything it should hold for"
    (style,) = found.query("style")
    digest = base64.b64encode(hashlib.sha256(style.to_text(strip=False).encode()).digest()).decode()
    assert first.attrs["content"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert style.to_text(strip=False) == CSS


def test_the_style_sheet_loads_nothing() -> None:
    assert not re.search(r"url\(|@import|@font-face|expression|image-set", CSS)


@every_page
def test_headings_go_down_one_level_at_a_time(case: str, lang: str) -> None:
    levels = [int(node.name[1]) for node in parsed(case, lang).query("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@every_page
def test_a_page_says_its_language_and_what_its_drawings_show(case: str, lang: str) -> None:
    found = parsed(case, lang)
    (root,) = found.query("html")
    assert root.attrs["lang"] == {"zh": "zh-Hans", "en": "en"}[lang]
    for node in found.query("svg, [role=img]"):
        hidden = node.attrs.get("aria-hidden") == "true"
        assert hidden or (node.attrs.get("role") == "img" and node.attrs["aria-label"])
    for table in found.query("table"):
        assert table.query("thead th[scope=col]") and table.query("tbody th[scope=row]")
    assert found.query("title")[0].to_text()


@pytest.mark.parametrize("lang", LANGS)
def test_a_hostile_answer_shows_as_the_text_it_is(lang: str) -> None:
    words = parsed("hostile", lang).query("p.words")[0].to_text(separator="", strip=False)
    shown = re.sub(r"[✓~✗!]\d", "", words)
    wanted = re.sub("\x1b\\[31m|[\x00\x07\u202e\u2066\ufffe]", "", ANSWER)
    assert shown.strip() == wanted.strip()
    title = parsed("hostile", lang).query("title")[0].to_text()
    assert "owned" not in title


@pytest.mark.parametrize("lang", LANGS)
def test_no_control_or_direction_character_is_left_in_a_page(lang: str) -> None:
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]",
        page("hostile", lang),
    )


def test_the_words_of_a_hostile_source_are_no_link() -> None:
    links = {a.to_text(): a.attrs["href"] for a in parsed("hostile", "en").query(".links a")}
    assert "plain" in links and not {"javascript link", "hidden javascript", "data link"} & set(links)
    text = parsed("hostile", "en").query(".links")[0].to_text()
    assert "javascript link" in text, "named all the same"


def judged_with(words: str, offline: Grade) -> Grade:
    """``offline`` beside the judgement of a model that says ``words`` wherever it may say anything."""
    lost = LostQuote(text=words, why="absent")
    vote = Vote(verdict=Verdict.COVERED, confidence=1.0, reasoning=words, lost=(lost,), withdrawn=True)
    points = tuple(
        JudgedPoint(
            point=one.point,
            weight=one.weight,
            verdict=Verdict.MISSED,
            credit=0.0,
            withdrawn=True,
            votes=(vote, vote),
        )
        for one in offline.points
    )
    judgement = Judgement(score=50.0, band=words, points=points, model=words, samples=2)
    return replace(offline, judgement=judgement, offline=offline, contested=("gain",))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=()), min_size=1, max_size=40))
def test_no_text_whatever_changes_what_a_page_is_made_of(text: str) -> None:
    def shape(words: str) -> list[tuple[str, frozenset[str]]]:
        both = Text(zh=words, en=words)
        session = finished()
        turn = session.turns[0]
        quote = Span(source=0, start=0, end=len(words), text=words)
        asked = replace(
            turn.question, question=both, reference=both, sources=(Source(title=words, url=f"x{words}"),)
        )
        turn = replace(
            turn,
            question=asked,
            main=replace(turn.main, text=words),
            followups=(replace(turn.followups[0], text=words, probe=words),),
            grade=judged_with(words, replace(grade(86.0, quote=quote), band=words)),
            remarks=(Remark(how="clarified", text=words, asked=f"a{words}"),),
            appeals=(Appeal(at=words, point="gain", verdict=Verdict.COVERED, because=words),),
            regrades=(Regrade(at=words, parts=1, grade=replace(grade(), rubric=words)),),
        )
        other = replace(session.turns[1], number=2, grade=Grade(score=None, reason=words))
        note = Lesson(text=words, number=1, question="q1", point="gain", quote=words)
        debrief = Debrief(gaps=(note,), study=(note,), model=f"m{words}")
        session = replace(session, turns=(turn, other), debrief=debrief)
        found = JustHTML(render([session], "en"), sanitize=False, strict=True)
        # What was not said is told in a word of the program's, which is an element of its own.
        return [
            (node.name, frozenset(node.attrs))
            for node in found.query("*")
            if node.name not in ("mark", "span", "q") and node.attrs.get("class") != "ref covered"
        ]

    assert shape(text if printable(text).strip() else "x") == shape("plain")


def test_marked_words_differ_by_more_than_colour() -> None:
    for verdict, line in (("covered", "solid"), ("partial", "dashed"), ("contradicted", "wavy")):
        assert re.search(rf"mark\.{verdict} {{[^}}]*text-decoration-style: {line}", CSS)
    refs = [ref for case in ("rich", "hostile") for ref in parsed(case, "en").query(".words a.ref")]
    assert {ref.to_text()[0] for ref in refs} >= {"✓", "~", "!"}
    assert all(ref.attrs["aria-label"].startswith("key point ") for ref in refs)


def test_every_figure_has_its_numbers_as_a_table() -> None:
    figures = parsed("rich", "en").query("figure")
    assert len(figures) == 2 and all(figure.query("details table") for figure in figures)


def test_one_session_is_unfolded_and_a_history_folded_up_unless_told_otherwise() -> None:
    def unfolded(html: str) -> set[bool]:
        return {
            "open" in node.attrs for node in JustHTML(html, sanitize=False).query("details.q, details.more")
        }

    assert unfolded(page("one", "en")) == {True} and unfolded(page("rich", "en")) == {False}
    assert unfolded(render(three_weeks("en")[-2:], "en", unfolded=True)) == {True}
    assert unfolded(render(three_weeks("en")[-1:], "en", unfolded=False)) == {False}


@pytest.mark.parametrize("lang", LANGS)
def test_what_a_page_says(golden, lang: str) -> None:  # type: ignore[no-untyped-def]
    rows = practices(finished(lang))
    made = report(rows, names([finished(lang)]), [finished(lang)], lang=lang, rubrics={"default": RUBRIC})
    html = to_html(made, version="0.1.0", made="2026-11-26 18:00")
    golden(f"report-{lang}", html.partition("</head>\n")[2])


@pytest.mark.parametrize("lang", LANGS)
def test_what_a_page_says_of_a_judge_reasons_appeals_and_later_grades(golden, lang: str) -> None:  # type: ignore[no-untyped-def]
    golden(f"report-judged-{lang}", page("judged", lang).partition("</head>\n")[2])


def test_a_hostile_model_shows_as_text() -> None:
    found = parsed("hostile", "en")
    for place in (
        ".tracks + .facts-line", ".opinion", ".unjudged", ".earlier", ".appeal",
        ".spoken.you_asked", ".spoken.interviewer", ".notes li", ".notes q", "#noted + .note",
    ):  # fmt: skip
        texts = [node.to_text() for node in found.query(place)]
        assert texts and any(SCRIPT in text for text in texts), place


@pytest.mark.parametrize("lang", LANGS)
def test_what_a_page_says_of_an_interviewer_and_its_notes(golden, lang: str) -> None:  # type: ignore[no-untyped-def]
    golden(f"report-led-{lang}", page("led", lang).partition("</head>\n")[2])


def test_what_was_said_beside_a_question_stands_before_the_words_it_came_before() -> None:
    text = parsed("led", "en").query("article")[0].to_text(separator=" ")
    pieces = [
        "Interviewer: Hello, let us begin.",
        "You asked: At training?",
        "Interviewer: I mean at inference.",
        "You divide x by",
        "Follow-up:",
        "You asked: For a batch?",
        "Interviewer: One token is enough.",
        "then scale it",
    ]
    places = [text.index(piece) for piece in pieces]
    assert places == sorted(places) and "-bye-" not in page("led", "en")


def test_notes_lead_to_their_questions_and_quote_who_said_the_words() -> None:
    found = parsed("led", "zh")
    first, gap, study, again = found.query(".notes li")
    assert first.to_text() == "除数说得很准。 第 1 题 · 你说： 把 x 除以 sqrt(mean(x^2))。"
    assert "问到：" in study.to_text() and gap.to_text() == again.to_text()
    assert [a.attrs["href"] for a in found.query(".notes a")] == [f"#abc234-{n}" for n in (1, 2, 1, 2)]
    assert [node.to_text() for node in found.query("#noted ~ h3")] == ["做得好的", "不足", "先学这些"]
    assert found.query("nav a[href='#noted']")


def test_in_a_history_the_notes_stand_with_their_session() -> None:
    found = parsed("led-twice", "en")
    held = {one.query("code")[0].to_text(): bool(one.query(".notes")) for one in found.query("section.held")}
    assert held == {"led234": True, "abc234": False}
    assert not found.query("nav a[href='#noted']"), "a link to one of several would mislead"


def test_words_of_the_interviewer_are_in_the_language_of_the_session() -> None:
    found = JustHTML(render([led_session("zh")], "en"), sanitize=False)
    assert {node.attrs["lang"] for node in found.query(".spoken, .notes li > span, .notes q")} == {"zh-Hans"}
    assert {node.attrs["lang"] for node in found.query(".spoken b")} == {"en"}


@pytest.mark.parametrize("debrief", [None, Debrief(dropped="no_reply", why="down"), Debrief()])
def test_where_nothing_was_said_or_noted_nothing_is_shown(debrief: Debrief | None) -> None:
    html = render([replace(finished(), debrief=debrief)], "en")
    found = JustHTML(html, sanitize=False)
    assert not found.query(".spoken, .notes, #noted") and "nterviewer noted" not in html


def test_notes_about_questions_that_are_not_shown_are_left_out() -> None:
    session = led_session("en")
    found = JustHTML(render([replace(session, turns=session.turns[:1])], "en"), sanitize=False)
    assert [node.to_text() for node in found.query(".notes li > span")] == [
        SAID["en"]["good"],
        SAID["en"]["learn"],
    ]
    alone = JustHTML(render([replace(session, turns=session.turns[2:])], "en"), sanitize=False)
    assert not alone.query(".notes, #noted")


@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_history_says_what_to_do(golden, lang: str) -> None:  # type: ignore[no-untyped-def]
    golden(f"report-empty-{lang}", page("empty", lang).partition("</head>\n")[2])


def test_answers_are_in_the_language_they_were_given_in() -> None:
    found = JustHTML(render([finished("zh")], "en"), sanitize=False)
    words = found.query("p.words")
    assert {node.attrs["lang"] for node in words} == {"zh-Hans"}
    assert "Write down the formula" in found.query("h3")[-1].to_text()
    assert {node.attrs["lang"] for node in found.query(".words .soft, .words a")} == {"en"}


def test_a_file_that_somebody_changed_by_hand_still_gives_a_page() -> None:
    odd = finished()
    wild = replace(grade(1e9), low=-5.0, high=900.0)
    turns = (
        replace(odd.turns[0], confidence=9, grade=wild, asked_at="never", limit=0, hints=-1),
        replace(odd.turns[1], number=1, grade=replace(wild, score=-40.0)),
    )
    odd = replace(
        odd, id="a b<", started_at="?", ended="gone", turns=turns, options=replace(odd.options, lang="fr")
    )
    for sessions in ([odd], [odd, finished()]):
        found = JustHTML(render(sessions, "en"), sanitize=False, strict=True)
        widths = [float(str(node.attrs["width"])) for node in found.query("rect.fill")]
        assert all(0 <= width <= 100 for width in widths)


def test_a_page_is_known_to_be_ours(tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    path.write_text(page("empty", "en"), encoding="utf-8")
    assert is_page(path)
    path.write_text("<!doctype html><title>mock-interview</title>", encoding="utf-8")
    assert not is_page(path)


# ------------------------------------------------------------------------------------ contrast


def colours(dark: bool) -> dict[str, str]:
    light, _, rest = CSS.partition("@media screen and (prefers-color-scheme: dark)")
    block = light if not dark else light + rest.partition("\n}\n")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """By WCAG 2, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


VERDICTS = ("covered", "partial", "missed", "contradicted")
TEXT = [
    *((ink, ground) for ink in ("ink", "soft", "accent", *VERDICTS) for ground in ("paper", "card")),
    *((ink, "accent-soft") for ink in ("ink", "soft", "accent")),
    *((verdict, f"{verdict}-bg") for verdict in VERDICTS),
    *(("ink", f"{verdict}-bg") for verdict in VERDICTS),
    *(("on-quiet", f"busy-{level}") for level in (1, 2)),
    *(("on-busy", f"busy-{level}") for level in (3, 4)),
]
SHAPES = [("accent", "track"), ("accent", "paper"), ("accent", "card"), ("busy-4", "busy-0")]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_and_shapes_stand_out_from_their_ground(dark: bool) -> None:
    known = colours(dark)
    weak = [
        (a, b, round(contrast(known[a], known[b]), 2)) for a, b in TEXT if contrast(known[a], known[b]) < 4.5
    ]
    faint = [(a, b) for a, b in SHAPES if contrast(known[a], known[b]) < 3]
    assert weak == [] and faint == []


def test_dark_has_a_colour_for_every_light_one_that_is_seen() -> None:
    assert set(colours(False)) == set(colours(True))
    assert all(colours(False)[name] != colours(True)[name] for name in colours(False))
