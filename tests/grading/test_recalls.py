"""Words in common, many at once: to the last bit what one at a time says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mock_interview.grading.lexical import Rarity, recall, weighted
from mock_interview.grading.recalls import Recalls

WORDS = st.lists(st.sampled_from("abcdefghij"), max_size=12)
WEIGHTS = st.dictionaries(st.sampled_from("abcdefghij"), st.floats(0, 9), max_size=10)


def added_up(words: list[float]) -> float:
    """Left to right, as numbers in a table are; ``sum`` of a later Python corrects what is lost."""
    total = 0.0
    for one in words:
        total += one
    return total


@given(WEIGHTS, st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=4), WORDS)
def test_every_pair_is_as_by_itself(
    weights: dict[str, float], wanted: list[list[str]], said: list[list[str]], asked: list[str]
) -> None:
    statements = [weighted(one, Rarity(weights), set(asked)) for one in wanted]
    found = Recalls(statements)([set(one) for one in said])
    assert found.shape == (len(said), len(wanted))
    for row, words in zip(found, said, strict=True):
        for share, statement in zip(row, statements, strict=True):
            exact = added_up([weight for word, weight in statement.weights.items() if word in words])
            assert share == (exact / statement.total if statement.total else 0.0)
            assert abs(share - recall(statement, set(words))) < 1e-12
