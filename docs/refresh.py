"""Write the pages anew that are made from the code, with their pictures: `python -m docs.refresh`.

A test holds that the pages are as the code has them.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from docs.making import odd, reference, tour
from docs.making.pictures import PICTURES
from experiments.drawing.figures import bytes_of

HERE = Path(__file__).parent
PAGES: Mapping[str, Callable[[], str]] = {
    "odd": odd.page,
    "tour": tour.page,
    "mechanisms": reference.mechanisms,
    "parameters": reference.parameters,
    "dictionary": reference.dictionary,
}


def kept(name: str) -> str:
    """A page as it was last written; nothing where it never was."""
    file = HERE / f"{name}.md"
    return file.read_text("utf-8") if file.exists() else ""


def main() -> None:
    """Write the pages that are not as the code has them, and say which; draw the pictures of those pages."""
    for name, page in PAGES.items():
        text = page()
        if text != kept(name):
            (HERE / f"{name}.md").write_text(text, "utf-8")
            print(f"docs/{name}.md is written anew.")
    for name, drawn in PICTURES.items():
        (HERE / "images" / f"{name}.png").write_bytes(bytes_of(drawn, "png"))


if __name__ == "__main__":
    main()
