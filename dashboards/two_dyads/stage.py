"""The stage on which two therapies are played; its picture is the Vue file beside this one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara


@solara.component_vue("stage.vue")
def Stage(
    sides: Sequence[Mapping[str, Any]],
    colours: Mapping[str, str],
    steps: Sequence[str],
    clinical: float,
    jump: Mapping[str, int] | None = None,
    event_moved: Callable[[int], object] = lambda at: None,
) -> None:
    """Two therapies side by side: pictures, courses and stories with one player.

    `jump` tells the player where to go, and how often it was told; `event_moved` is told of the session shown.
    """
