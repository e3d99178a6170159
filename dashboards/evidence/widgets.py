"""The forest plot of the page of evidence, which is drawn in the browser."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara


@solara.component_vue("forest.vue")
def Forest(
    groups: Sequence[Mapping[str, Any]],
    nulls: str,
    caption: str,
    chosen: str = "",
    about: Mapping[str, Any] | None = None,
    now: Mapping[str, Any] | None = None,
    event_opened: Callable[[str], object] = lambda key: None,
) -> None:
    """A table of findings with their plot in a column; `event_opened` is told the short name of a row that is clicked.

    `nulls` says which null models are drawn, `chosen` is the row that is open, and `about` tells of it;
    `now` has what the rules in force show, by finding, as far as that has been scored.
    """
