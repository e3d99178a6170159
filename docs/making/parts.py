"""The README, taken apart into pages of the site."""

from collections.abc import Iterator, Mapping
from functools import cache

from docs.making.filling import ROOT, slug
from docs.making.shelves import README, TITLES

HOME = "README.md"


@cache
def sections() -> Mapping[str, str]:
    """The README by its headings, in their order; what stands before the first heading but one is that of its title."""
    found: dict[str, list[str]] = {}
    for heading, line in read((ROOT / HOME).read_text("utf-8")):
        found.setdefault(heading, []).append(line)
    return {heading: "\n".join(lines).strip() for heading, lines in found.items()}


def read(text: str) -> Iterator[tuple[str, str]]:
    """Every line but headings with the heading that it stands under; what looks like a heading within code is none."""
    heading, fenced = "", False
    for line in text.splitlines():
        fenced ^= line.startswith("```")
        if line.startswith("#") and not fenced:
            heading = line.lstrip("# ")
        else:
            yield heading, line


@cache
def readme_pages() -> Mapping[str, tuple[str, ...]]:
    """Pages by name, with the headings that each is made of; ValueError when one of them is not in the README."""
    named = [heading for headings in README.values() for heading in headings]
    missing = [heading for heading in named if heading not in sections()]
    if missing:
        raise ValueError(f"{HOME} has no heading {', '.join(missing)}; docs/making/shelves.py says that it has.")
    others = [heading for heading, text in sections().items() if heading not in named and text]
    return {**README, **{slug(heading): (heading,) for heading in others}}


def readme_page(name: str) -> str:
    """The text of one of these pages: parts under their headings, but for a part that is all of a page."""
    headings = readme_pages()[name]
    title = TITLES.get(name, headings[0])
    if len(headings) == 1:
        return f"# {title}\n\n{sections()[headings[0]]}\n"
    return "\n\n".join([f"# {title}", *(f"## {heading}\n\n{sections()[heading]}" for heading in headings)]) + "\n"


def readme_place(anchor: str) -> str:
    """Where on the site a heading of the README stands: `page.md`, or `page.md#anchor`; KeyError where it has none."""
    for name, headings in readme_pages().items():
        for heading in headings:
            if slug(heading) == anchor:
                return f"{name}.md" if len(headings) == 1 else f"{name}.md#{anchor}"
    raise KeyError(anchor)
