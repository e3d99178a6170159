"""The documentation: what is made from the code is as the code has it, words are used as they are explained, links lead somewhere."""

import doctest
import re
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest

from docs import refresh
from docs.build import Page, built
from docs.making import followed
from docs.making.crossing import crossed
from docs.making.filling import FENCED, ROOT, filled, slug
from docs.making.links import Dead, relinked
from docs.making.notebooks import notebook_page
from docs.making.pictures import PICTURES
from docs.making.quoting import quote
from model.fields import CARRIED, CLIENT, DYAD, MARKS, MODALITY, RATINGS, THERAPIST_TRAITS, WEEK
from model.luck import CLIENT_EVENTS, RATING_EVENTS, SESSION_EVENTS, THERAPIST_EVENTS, WEEK_EVENTS
from model.mechanisms import MECHANISMS
from model.parameters import MODALITIES, NUMBERS
from model.rules import DEFAULT

DOCS = ROOT / "docs"
ODD = (DOCS / "odd.md").read_text("utf-8")
GLOSSARY = (DOCS / "glossary.md").read_text("utf-8")
ELEMENTS = ("1. Purpose and patterns", "2. Entities, state variables, and scales", "3. Process overview and scheduling",
            "4. Design concepts", "5. Initialization", "6. Input data", "7. Submodels")  # fmt: skip
BY_HAND = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", DOCS / "sweeps.md", *sorted((DOCS / "templates").glob("*.md"))]


# --- pages made from the code -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", refresh.PAGES)
def test_a_page_that_is_made_is_as_the_code_has_it(name):
    assert refresh.PAGES[name]() == refresh.kept(name), "write it anew with: python -m docs.refresh"


def test_the_protocol_has_its_seven_elements_in_their_order():
    assert tuple(re.findall(r"^## (\d\. .*)$", ODD, re.M)) == ELEMENTS


def rows(text, column=0):
    """The code in one column of all tables of a page."""
    found = (line.split(" | ")[column].strip("| ") for line in text.splitlines() if line.startswith("| ") and line.count(" | ") > column)
    return {cell.strip("`") for cell in found if cell.startswith("`")}


def test_every_state_variable_stands_in_the_protocol():
    carried = {f.name for f in (*DYAD, *RATINGS, *CARRIED, *WEEK, *MARKS, *MODALITY)}
    traits = {f"therapist_{t.name}" for t in THERAPIST_TRAITS} | {f"client_{f.name}" for f in CLIENT if f.shown}
    assert carried | traits | {f.name for f in CLIENT if not f.shown} <= rows(ODD)


def test_every_rule_stands_in_the_protocol_with_its_text():
    assert re.findall(r"^#### `(\w+)`$", ODD, re.M) == list(DEFAULT)
    assert all(f"def {name}(" in ODD for name in DEFAULT)


def test_every_chance_event_stands_in_the_protocol_under_its_number():
    for event in (*SESSION_EVENTS, *WEEK_EVENTS, *RATING_EVENTS, *CLIENT_EVENTS, *THERAPIST_EVENTS):
        assert f"| {event.number} | `{event.name}` |" in ODD


def test_every_parameter_stands_in_the_protocol_and_on_its_page():
    """Populations and modalities are told by the rows and columns of their tables."""
    told = rows(ODD) | {word for line in ODD.splitlines() if line.startswith("Parameters: ") for word in re.findall(r"`([\w.]+)`", line)}
    for name in NUMBERS:
        group, _, rest = name.partition(".")
        if group in ("clients", "therapists"):
            assert f"{group[:-1]}_{rest.rpartition('.')[0]}" in told
        elif group == "modalities":
            assert rest.partition(".")[2] in told
        else:
            assert name in told
    page = rows((DOCS / "parameters.md").read_text("utf-8"))
    assert {n for n in NUMBERS if not n.startswith("modalities.")} <= page
    assert all(modality.replace("_", " ") in ODD for modality in MODALITIES)


def test_every_mechanism_has_its_part_of_the_page():
    assert re.findall(r"^## (M\d+): ", (DOCS / "mechanisms.md").read_text("utf-8"), re.M) == [m.code for m in MECHANISMS]


def test_a_week_that_is_no_longer_as_the_tour_tells_is_refused():
    lived = followed.week()
    with pytest.raises(ValueError, match=r"no longer as docs/templates/tour\.md tells: repaired is 0, not 1\."):
        followed.as_promised(lived._replace(after={**lived.after, "repaired": 0.0}))


def test_every_picture_is_drawn_by_what_it_shows():
    """Those of the evidence are drawn by `dyads evidence`."""
    assert {f.stem for f in (DOCS / "images").iterdir() if not f.stem.startswith("evidence_")} == set(PICTURES)


def test_a_quotation_that_is_not_there_is_refused():
    assert "def unit(x)" in quote("model/maths.py unit")
    with pytest.raises(ValueError, match=r"model/maths\.py: there is no such_function to quote\."):
        quote("model/maths.py such_function")
    with pytest.raises(ValueError, match="no line to quote begins with 'return 7'"):
        quote("model/maths.py unit | return 7 | return 8")
    with pytest.raises(KeyError, match="nobody"):
        filled("<<nobody knows>>", {})


# --- words ------------------------------------------------------------------------------------------------------------


def test_what_the_glossary_shows_is_so():
    """Lines are run one after the other, as a reader would type them."""
    known, said = {}, []
    runner = doctest.DocTestRunner(verbose=False)
    for block in FENCED.finditer(GLOSSARY):
        lines = "\n".join(block[0].splitlines()[1:-1]) + "\n"
        at = GLOSSARY[: block.start()].count("\n") + 1
        runner.run(
            doctest.DocTestParser().get_doctest(lines, known, "glossary", "docs/glossary.md", at), out=said.append, clear_globs=False
        )
        known.update(runner.test.globs if hasattr(runner.test, "globs") else {})
    assert runner.summarize(verbose=False).failed == 0, "".join(said)
    assert runner.tries > 60


def test_words_of_the_glossary_stand_in_order_and_once():
    words = [word.lower() for word in re.findall(r"^## (.*)$", GLOSSARY, re.M)]
    assert words == sorted(set(words))
    assert {slug(target) for target in re.findall(r"\(#([\w-]+)\)", GLOSSARY)} <= {slug(word) for word in words}


def test_what_is_not_said_is_not_said():
    """One word for one thing: pages that are written by hand keep to it."""
    shunned = [word for words in re.findall(r"\*Not said:\* (.*)\.", GLOSSARY) for word in words.split(", ")]
    assert len(shunned) > 3
    for file in BY_HAND:
        text = FENCED.sub("", file.read_text("utf-8")).lower()
        assert [word for word in shunned if re.search(rf"\b{word}s?\b", text)] == [], file


def test_files_that_pages_name_are_there():
    every = 0
    for file in (*BY_HAND, *sorted(DOCS.glob("*.md"))):
        named = re.findall(r"`((?:model|experiments|dashboards|docs|tests)/[\w./-]*)`", file.read_text("utf-8"))
        assert [path for path in named if not (ROOT / path).exists()] == [], file.name
        every += len(named)
    assert every > 20


# --- the site ---------------------------------------------------------------------------------------------------------


class Read(HTMLParser):
    """What a page of the site links to, what it loads, and what can be linked to in it."""

    def __init__(self, text):
        super().__init__()
        self.links, self.loads, self.anchors = [], [], {""}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        of = dict(attrs)
        self.anchors |= {of[name] for name in ("id", "name") if of.get(name)}
        if tag == "a" and "href" in of:
            self.links.append(of["href"])
        elif tag == "link" or "src" in of:
            self.loads.append(of.get("src") or of["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The whole site; that it is built at all means that Sphinx had nothing to complain about."""
    folder = tmp_path_factory.mktemp("docs") / "site"
    done = subprocess.run([sys.executable, "-m", "docs.build", str(folder)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def read(site):
    """Every page of the site by its file."""
    return {file: Read(file.read_text("utf-8")) for file in sorted(site.rglob("*.html"))}


def test_every_link_inside_leads_to_a_page_and_its_anchor(site, read):
    inside = 0
    for file, page in read.items():
        for target in page.links + page.loads:
            link = urlsplit(target)
            if link.scheme in ("http", "https", "mailto"):
                continue
            there = (file.parent / unquote(link.path)).resolve() if link.path else file
            assert there.is_file(), (file.name, target)
            if there in read and link.fragment:
                assert unquote(link.fragment) in read[there].anchors, (file.name, target)
            inside += 1
    assert inside > 1000


def test_nothing_is_loaded_from_the_web(site, read):
    loads, styles = [target for page in read.values() for target in page.loads], list(site.rglob("*.css"))
    assert loads
    assert styles
    assert not [target for target in loads if urlsplit(target).scheme or target.startswith("//")]
    for style in styles:
        assert not re.search(r"(url\(|@import)\s*['\"]?\s*(https?:)?//", style.read_text("utf-8")), style


def test_every_page_can_be_reached_from_the_contents(site, read):
    named = {unquote(urlsplit(target).path) for target in read[site / "index.html"].links}
    own = {str(f.relative_to(site)) for f in read} - {"index.html", "search.html", "genindex.html"}
    assert {name for name in own if not name.startswith(("code/", "_modules/"))} <= named


@pytest.mark.filterwarnings("ignore")  # what Sphinx is told of its own future
def test_what_is_wrong_with_a_page_is_told_and_nothing_is_written(monkeypatch, tmp_path):
    monkeypatch.setattr("docs.build.pages", lambda: [Page("one", "docs/one.md", "# One\n\n[two](#two)\n")])
    with pytest.raises(SystemExit, match=r"one\.md:3: WARNING: local id not found in doc 'one': 'two'"):
        built(tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_links_of_the_repository_lead_somewhere():
    places = {"docs/odd.md": "odd.md", "docs/tour.md": "tour.md"}
    assert relinked("[a](odd.md#x)", "docs/tour.md", "tour", places) == "[a](odd.md#x)"
    assert relinked("[a](docs/odd.md)", "CONTRIBUTING.md", "contributing", places) == "[a](odd.md)"
    assert relinked("[a](../model/maths.py)", "docs/tour.md", "tour", places) == "[a](code/model/maths.py.md)"
    assert relinked("[a](../README.md#a-rule-of-your-own)", "docs/tour.md", "tour", places) == "[a](a-rule-of-your-own.md)"
    with pytest.raises(Dead, match=r"docs/tour\.md: the link to nowhere\.md leads nowhere\."):
        relinked("[a](nowhere.md)", "docs/tour.md", "tour", places)
    with pytest.raises(Dead, match=r"README\.md has no heading for #nothing\."):
        relinked("[a](README.md#nothing)", "CHANGELOG.md", "changelog", places)


def test_rules_and_commands_lead_to_where_they_are_told_whole():
    assert (
        crossed("`bond_after` and `dyads run small`", "tour")
        == "[`bond_after`](odd.md#bond_after) and [`dyads run small`](commands.md#dyads-run)"
    )
    assert crossed("`dyads run`", "tutorials/one") == "[`dyads run`](../commands.md#dyads-run)"
    for same in ("## `bond_after`", "[see `bond_after`](x.md)", "```sh\n`dyads run`\n```", "`bond`", "`dyads nothing`"):
        assert crossed(same, "tour") == same
    assert crossed("`bond_after`", "odd") == "`bond_after`"


def test_a_notebook_is_told_with_what_its_code_showed(tmp_path):
    from nbformat import v4

    code = v4.new_code_cell("1 + 1", outputs=[
        v4.new_output("stream", text="\x1b[1mtwo\x1b[0m\n"), v4.new_output("display_data", {"text/plain": "living: 1 of 2"}),
        v4.new_output("execute_result", {"text/html": "<style>a {}</style><table></table>", "text/plain": "?"}),
        v4.new_output("display_data", {"image/png": "UE5H", "text/plain": "?"}), v4.new_output("error", ename="RuleError", evalue="no"),
    ])  # fmt: skip
    file = tmp_path / "one.ipynb"
    file.write_text(v4.writes(v4.new_notebook(cells=[v4.new_markdown_cell("# One"), code])))
    text, files = notebook_page(file)
    assert text.startswith("# One\n\n```python\n1 + 1\n```\n\n```text\ntwo\n```")
    assert '<div class="shown"><table></table></div>' in text
    assert "RuleError: no" in text
    assert "living" not in text
    assert files["one-1.png"] == b"PNG"


def test_pages_open_from_disk_without_the_web_and_can_be_searched(site, read):
    from tests.browser import CHROMIUM, Watched, chromium

    if CHROMIUM is None:
        pytest.skip("there is no Chromium here")
    with chromium() as browser:
        visitor = Watched(browser)
        for file in read:
            visitor.page.goto(file.as_uri())
            assert visitor.page.locator("h1").count() or file.name == "search.html"
        visitor.page.goto(f"{(site / 'search.html').as_uri()}?q=countertransference")
        visitor.page.wait_for_selector("#search-results li a", timeout=60_000)
        visitor.page.set_viewport_size({"width": 400, "height": 800})
        for name in ("index", "odd", "parameters", "commands", "tour"):
            visitor.page.goto((site / f"{name}.html").as_uri())
            assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 400, name
        # a page that was left while it loaded has failed to load the rest of it
        assert [complaint for complaint in visitor.complaints if not complaint.startswith("failed: file:")] == []
        visitor.context.close()


def test_who_contributes_is_told_how_it_is_built():
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert "python -m docs.build" in told
    assert "python -m docs.refresh" in told
