from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.chat import Price, Usage
from mock_interview.errors import BudgetSpent
from mock_interview.llm.budget import Budget, Tokens
from tests.llm.conftest import PRICE, MakeTalk
from tests.llm_server import LlmServer, error, reset

RIGHT = {"score": 3}


def test_cost_comes_from_prices_alone(talk: MakeTalk, llm_server: LlmServer) -> None:
    llm_server.queue(RIGHT, RIGHT)
    assert talk().ask().usage.cost is None
    used = talk(price=PRICE).ask().usage
    assert used == Usage(calls=1, prompt_tokens=10, completion_tokens=5, cost=pytest.approx(60e-6))


def test_no_call_is_made_beyond_the_limit_and_retries_count(talk: MakeTalk, llm_server: LlmServer) -> None:
    llm_server.queue(error(500), RIGHT, RIGHT)
    chat = talk(max_calls=2, price=PRICE)
    chat.ask()
    with pytest.raises(BudgetSpent) as caught:
        chat.ask(sample=1)
    assert str(caught.value) == (
        "the limit of 2 calls (--max-calls) is reached: 2 calls, 15 tokens, $0.0001 spent"
    )
    assert len(llm_server.requests) == 2


def test_no_call_is_made_that_could_go_over_the_cost(talk: MakeTalk, llm_server: LlmServer) -> None:
    llm_server.queue(*[RIGHT] * 3)
    chat = talk(max_cost=0.0206, price=PRICE)
    chat.ask()
    with pytest.raises(BudgetSpent, match=r"the limit of \$0.0206 \(--max-cost\) leaves no room for a call"):
        chat.ask(sample=1, max_tokens=2100)
    chat.ask(sample=1, max_tokens=100)
    assert len(llm_server.requests) == 2


def test_calls_that_failed_are_in_what_was_spent(talk: MakeTalk, llm_server: LlmServer) -> None:
    llm_server.queue(error(400, "no"), reset(), RIGHT)
    chat = talk(price=PRICE)
    with pytest.raises(Exception, match="HTTP 400"):
        chat.ask()
    assert chat.chat.spent == Usage(calls=1, cost=0.0), "what is refused is not billed"
    reply = chat.ask()
    assert reply.usage.calls == 2 and chat.chat.spent.calls == 3


def test_a_call_without_a_count_is_charged_at_its_most() -> None:
    budget = Budget(max_cost=1.0, price=Price(prompt=0, completion=1))
    used = budget.settle(budget.reserve(0, 600_000), None)
    assert used.cost is None and budget.spent.cost is None
    with pytest.raises(BudgetSpent):
        budget.reserve(0, 600_000)
    budget.cancel(budget.reserve(0, 400_000))
    budget.settle(budget.reserve(0, 400_000), Tokens(prompt=0, completion=1))


def test_limits_hold_when_threads_ask_at_once(talk: MakeTalk, llm_server: LlmServer) -> None:
    llm_server.answer = lambda _asked: RIGHT
    chat = talk(max_calls=5)

    def ask(number: int) -> bool:
        try:
            chat.ask(sample=number)
        except BudgetSpent:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(20))) == 5
    assert len(llm_server.requests) == 5


@given(
    st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 5000), st.floats(0, 1)), max_size=30),
    st.floats(0, 0.2),
)
def test_honest_servers_never_take_more_than_the_limit(
    calls: list[tuple[int, int, float]], limit: float
) -> None:
    price = Price(prompt=2.0, completion=8.0)
    budget = Budget(max_cost=limit, price=price)
    for size, most, share in calls:
        try:
            weight = budget.reserve(size, most)
        except BudgetSpent:
            continue
        budget.settle(weight, Tokens(prompt=int(size * share), completion=int(most * share)))
    assert (budget.spent.cost or 0.0) <= limit + 1e-12
