"""Links between the files of the repository, turned into links between the pages of the site."""

import posixpath
import re
from collections.abc import Mapping

from docs.making.filling import ROOT, prose
from docs.making.parts import HOME, readme_place

LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")
IMAGES = (".png", ".svg", ".jpg")
"""How the names of pictures end, which lie in the documentation's folders."""


class Dead(ValueError):
    """A link that leads nowhere."""


def relinked(text: str, origin: str, name: str, places: Mapping[str, str]) -> str:
    """The text of a file as the page `name` has it: every link leads to a page, or to one that shows a file.

    `places` are pages by file; Dead names the link and the file when there is nothing of that name.
    """

    def there(found: re.Match[str]) -> str:
        mark, words, target = found.groups()
        if re.match(r"[a-z]+:", target):
            return found[0]
        return f"{mark}[{words}]({posixpath.relpath(leads_to(target, origin, places), posixpath.dirname(name) or '.')})"

    return prose(text, lambda part: LINK.sub(there, part))


def leads_to(target: str, origin: str, places: Mapping[str, str]) -> str:
    """The page of the site, with its anchor, to which a link in a file leads."""
    path, _, anchor = target.partition("#")
    file = posixpath.normpath(posixpath.join(posixpath.dirname(origin), path)) if path else origin
    if file == HOME:
        return of_readme(anchor, origin)
    if file in places:
        return places[file] + (f"#{anchor}" if anchor else "")
    if not (ROOT / file).is_file():
        raise Dead(f"{origin}: the link to {target} leads nowhere.")
    return file.removeprefix("docs/") if file.endswith(IMAGES) else shown_at(file)


def of_readme(anchor: str, origin: str) -> str:
    """The page, with its anchor, to which a link into the README leads."""
    try:
        return readme_place(anchor) if anchor else "index.md"
    except KeyError:
        raise Dead(f"{origin}: {HOME} has no heading for #{anchor}.") from None


def shown_at(file: str) -> str:
    """The page on which the text of a file is shown."""
    return f"code/{file}.md"
