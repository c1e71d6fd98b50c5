"""Files and replies of every kind, spoiled: nothing but an error of the tree, and no hang."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.imports import IMPORTS
from tests.fuzz.modes import examples, quick
from tests.fuzz.mutate import retyped, spoiled
from tests.fuzz.replies import REPLIES
from tests.fuzz.targets import TARGETS, Target

ALL = (*TARGETS, *IMPORTS, *REPLIES)


def read(target: Target, raw: bytes) -> None:
    with quick(len(raw)):
        try:
            target.read(raw)
        except target.errors as error:
            str(error).encode("utf-8")


@pytest.mark.parametrize("target", ALL, ids=lambda target: target.name)
def test_the_files_that_are_spoiled_are_valid_to_begin_with(target: Target) -> None:
    for seed in target.seeds:
        target.read(seed)


@pytest.mark.parametrize("target", ALL, ids=lambda target: target.name)
@examples(150)
@given(data=st.data())
def test_bytes_spoiled_anywhere_raise_only_errors_of_the_tree(target: Target, data: st.DataObject) -> None:
    read(target, data.draw(spoiled(target.seeds)))


@pytest.mark.parametrize("target", [t for t in ALL if t.lines], ids=lambda target: target.name)
@examples(300)
@given(data=st.data())
def test_values_of_another_type_or_size_raise_only_errors_of_the_tree(
    target: Target, data: st.DataObject
) -> None:
    read(target, data.draw(retyped(target.seeds)))
