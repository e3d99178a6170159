"""Build the site from the pages of the repository: `python -m docs.build [FOLDER]`, then open FOLDER/index.html.

Every warning is an error, so that no link inside leads nowhere. The site needs no server and no internet.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatch
from io import StringIO
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from docs.making.crossing import crossed
from docs.making.filling import ROOT, fenced
from docs.making.links import IMAGES, relinked
from docs.making.listed import MADE
from docs.making.notebooks import COLOUR, notebook_page
from docs.making.parts import HOME, readme_page, readme_pages
from docs.making.shelves import ELSEWHERE, SHELVES

HERE = Path(__file__).parent
SITE = HERE / "site"
NO_PAGES = ("site", "templates", "__pycache__")
"""Folders of the documentation that are not themselves shown."""
LANGUAGES = {".py": "python", ".toml": "toml", ".cff": "yaml"}


def main(folder: Annotated[Path, typer.Argument(help="Where the site goes.")] = ROOT / "build" / "site") -> None:
    """Build the site, and say where it is."""
    built(folder)
    print(f"Open {folder / 'index.html'}")


def built(folder: Path) -> Path:
    """The folder with the whole site in it; SystemExit with all that was wrong, and then nothing was written."""
    from sphinx.application import Sphinx

    with tempfile.TemporaryDirectory() as scratch:
        source, site, trees, said = Path(scratch) / "pages", Path(scratch) / "site", Path(scratch) / "trees", StringIO()
        laid_out(source)
        Sphinx(source, SITE, site, trees, "html", status=None, warning=said).build(force_all=True)
        if complaints := COLOUR.sub("", said.getvalue()).replace(f"{source}/", ""):
            sys.exit(complaints)
        shutil.copytree(site, folder, dirs_exist_ok=True)
    return folder


def laid_out(source: Path) -> None:
    """Write every page of the site, with its pictures, as Sphinx is to read them."""
    found = pages()
    places = {page.origin: f"{page.name}.md" for page in found}
    texts = {page.name: crossed(relinked(page.text, page.origin, page.name, places), page.name) for page in found}
    texts |= {name: text for text in texts.values() for name, text in shown(text)}
    texts["index"] = f"{(SITE / 'index.md').read_text('utf-8')}\n{contents([page.name for page in found])}"
    files = {str(Path(page.name).with_name(name)): content for page in found for name, content in page.files.items()}
    for name, content in {**{f"{name}.md": text.encode() for name, text in texts.items()}, **files}.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(content)
    shutil.copytree(HERE, source, ignore=no_pictures, dirs_exist_ok=True)


def no_pictures(folder: str, names: list[str]) -> list[str]:
    """What in a folder of the documentation is neither a picture nor a folder that may have some."""
    return [n for n in names if n in NO_PAGES or not (n.endswith(IMAGES) or (Path(folder) / n).is_dir())]


class Page(NamedTuple):
    """A page of the site: its name there, the file that its links start from, its text, and files that lie beside it."""

    name: str
    origin: str
    text: str
    files: Mapping[str, bytes] = {}


def pages() -> list[Page]:
    """Every page of the site but the first, and those that show files."""
    found = [Page(name, HOME, readme_page(name)) for name in readme_pages()]
    own = [f.relative_to(HERE) for f in sorted(HERE.rglob("*.md")) if f.relative_to(HERE).parts[0] not in NO_PAGES]
    found += [Page(str(f.with_suffix("")), f"docs/{f}", (HERE / f).read_text("utf-8")) for f in own]
    found += [Page(f.stem.lower(), f.name, f.read_text("utf-8")) for f in (ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md")]
    found += [Page(f"tutorials/{f.stem}", f"docs/tutorials/{f.name}", *notebook_page(f)) for f in sorted(HERE.glob("tutorials/*.ipynb"))]
    return found + [Page(name, f"docs/{name}", made()) for name, made in MADE.items()]


def shown(text: str) -> Iterator[tuple[str, str]]:
    """For every file that a page links to the page that shows it."""
    for file in re.findall(r"\]\((?:\.\./)*code/(\S+)\.md\)", text):
        language = LANGUAGES.get(Path(file).suffix, "text")
        yield f"code/{file}", f"---\norphan: true\n---\n\n# `{file}`\n\n{fenced((ROOT / file).read_text('utf-8'), language)}\n"


def contents(names: Collection[str]) -> str:
    """The table of contents, shelf by shelf; pages that stand on none come last."""
    on = {title: [n for pattern in shelf for n in names if fnmatch(n, pattern)] for title, shelf in SHELVES.items()}
    on[ELSEWHERE] = [n for n in names if not any(n in of for of in on.values())]
    return "\n\n".join(fenced(f":hidden:\n:caption: {title}\n\n" + "\n".join(of), "{toctree}") for title, of in on.items() if of) + "\n"


if __name__ == "__main__":
    typer.run(main)
