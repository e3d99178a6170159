"""What a story tells of the states that a rule file brings: where they begin, and each move that is worth a sentence."""

from collections.abc import Iterator, Sequence

from model.courses import Row
from model.rule_files.brought import State
from model.stories.wording import sentence

WORTH_TELLING = 0.25
"""The share of a state's range by which it must have moved since it was last told."""


class States:
    """States as far as they have been told in one therapy."""

    def __init__(self, states: Sequence[State], rows: Sequence[Row]):
        self.steps = {state: WORTH_TELLING * reach(state, [getattr(row, state.name) for row in rows]) for state in states}
        self.told: dict[State, float] = {}

    def news(self, row: Row) -> Iterator[str]:
        """A sentence for each state that begins here, or has moved so far."""
        for state, step in self.steps.items():
            now, was = float(getattr(row, state.name)), self.told.get(state)
            if was is None:
                yield f"{words(state)}: {signed(now)} after the first session."
            elif now != was and abs(now - was) >= step:
                yield f"{words(state)}: {'up' if now > was else 'down'} from {signed(was)} to {signed(now)}."
            else:
                continue
            self.told[state] = now


def reach(state: State, values: Sequence[float]) -> float:
    """How far a state can go: its declared range, or where its file says none, how far it goes in this therapy."""
    return state.high - state.low if state.limited else max(values) - min(values)


def words(state: State) -> str:
    """What a state means, as its file declares it; its name where the file does not say."""
    return sentence(state.meaning or state.name.replace("_", " "))


def signed(value: float) -> str:
    """A value as it is told."""
    return f"{value:.2f}".replace("-", "−")
