"""Every page as it looks, light and dark, on a projector and on a phone: `python -m tests.screenshots FOLDER`."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from tests.browser import Watched, chromium, served

SIZES = {"projector": (1440, 900), "phone": (420, 850)}


class Scene(NamedTuple):
    """What is shown: where, and what is done there before the picture is taken."""

    address: str
    do: Callable[[Any], object] = lambda page: None


def predicted(page: Any) -> None:
    """Take the middle prediction, lock it, and see what happened."""
    page.locator(".v-radio").nth(1).click()
    page.get_by_role("button", name="Lock").click()
    page.wait_for_timeout(3000)


SCENES = {
    "two-dyads": Scene("/"),
    "two-dyads-rupture": Scene("/?session=4"),
    "two-dyads-end": Scene("/?session=99"),
    "two-dyads-knob": Scene("/?scenario=small&client=3-5&differs=knob&knob=therapists.regard.mean&a=0.2&b=0.9&session=3"),
    "two-dyads-what-if": Scene("/?scenario=small&client=3-5&differs=whatif&within=2&session=3"),
    "two-dyads-fault": Scene("/?scenario=nobody"),
    "clinic": Scene("/clinic"),
    "clinic-ghost": Scene("/clinic?set=therapists.repair_skill.mean%3D0.8&ghost=scenario%3Dstandard%26set%3D%26seed%3D0&client=3-5"),
    "clinic-large": Scene("/clinic?large=scatter"),
    "map": Scene("/map"),
    "evidence": Scene("/evidence"),
    "lessons": Scene("/lessons"),
    "lesson": Scene("/lessons?lesson=dodo&step=prediction"),
    "lesson-happened": Scene("/lessons?lesson=dodo&step=happened", predicted),
    "rules": Scene("/rules"),
    "rules-rule": Scene("/rules?rule=dropout_chance"),
}


def main(
    folder: Annotated[Path, typer.Argument(help="Where the pictures go.")],
    only: Annotated[list[str] | None, typer.Option(help="Only the scenes whose names begin so.")] = None,
    rules: Annotated[Path | None, typer.Option(help="Rules of one's own.")] = None,
    whole: Annotated[bool, typer.Option(help="The whole page, not only what is in view at first.")] = True,
) -> None:
    """Take the pictures; complaints of the browser are told at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    complaints = []
    with served(*(["--rules", str(rules)] if rules else [])) as where, chromium() as browser:
        for name, scene in SCENES.items():
            if only and not any(name.startswith(start) for start in only):
                continue
            for size, (width, height) in SIZES.items():
                for dark in (False, True):
                    visitor = Watched(browser, width, height, dark)
                    page = visitor.open(where + scene.address)
                    scene.do(page)
                    page.wait_for_timeout(1000)
                    file = folder / f"{name}-{size}-{'dark' if dark else 'light'}.png"
                    page.screenshot(path=str(file), full_page=whole)
                    print(file, flush=True)
                    complaints += [f"{file.name}: {complaint}" for complaint in visitor.complaints]
                    visitor.context.close()
    print("\n".join(complaints) or "No complaints.")


if __name__ == "__main__":
    typer.run(main)
