from __future__ import annotations

import pytest

from mock_interview.plural import filled

TEXT = "{n} {n:grade|grades} made again {n:is|are} the same in {id}"


@pytest.mark.parametrize("one", [1, "1"])
def test_one_thing_is_spoken_of_as_one(one: object) -> None:
    assert filled(TEXT, n=one, id="k3f") == "1 grade made again is the same in k3f"


@pytest.mark.parametrize("many", [0, 2, 11, 1.5])
def test_any_other_number_is_many(many: float) -> None:
    assert filled(TEXT, n=many, id="k3f") == f"{many} grades made again are the same in k3f"


def test_what_is_filled_in_is_not_read_as_blanks() -> None:
    assert filled("{a:.1f} {b}", a=1.25, b="{a} {n:x|y}") == "1.2 {a} {n:x|y}"


def test_a_blank_may_stand_in_what_is_chosen() -> None:
    assert [filled("the {n:latest|latest {n}}", n=n) for n in (1, 3)] == ["the latest", "the latest 3"]


def test_a_blank_without_a_value_is_a_fault() -> None:
    with pytest.raises(KeyError):
        filled("{n:x|y}", m=1)


def test_a_blank_may_have_any_name() -> None:
    assert filled("{text} of {self}", text="a", self="b") == "a of b"
