"""Whatever is cited stands in the list of references, once, with its DOI; and nothing stands there that nobody cites."""

import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from experiments.evidence.targets import patterns, targets
from model.parameters import NUMBERS
from tests.support import ROOT

LIST = ROOT / "docs" / "references.md"
ENTRIES, _, REMEMBERED = LIST.read_text("utf-8").partition("## Figures from memory")
READ = (".md", ".py", ".toml", ".ipynb")
NAME = r"(?:(?:de|Del) )?[A-Z][\w’-]*\w"
SHORT = re.compile(
    rf"({NAME})(?:'s)?(?:,? (?:&|and) {NAME}|, {NAME}(?=[^()]*? (?:&|and) )|,? et al\.?|,? and others)*,? \(?"
    r"((?:1[89]|20)\d\d(?:, (?:1[89]|20)\d\d)*)\b"
)
"""Authors and a year, or years, as in "Safran & Muran (2000)" or "(Grimm et al. 2006, 2010)"."""
DOI = re.compile(r"doi:(10\.\d+/(?:\([^\s)]*\)|[^\s,;\"'`)\]])+)")
NO_CITATIONS = {("Since", "1936"), ("Grote", "2009"), ("Microsystems", "1993")}
"""A sentence, a row of a table of trials, and a firm, which stands in the list under its first name."""


class Entry(NamedTuple):
    """A work of the list: the first author's name, the year, and the DOI if it has one."""

    name: str
    year: str
    doi: str


def entry(line: str) -> Entry:
    """What a line of the list says."""
    found = re.match(r"- (.+?) \((\d{4}|no year)\)\. ?", line)
    assert found, f"{line[:60]}: an entry begins with authors, and the year in parentheses"
    return Entry(found[1].split(",")[0], found[2], "".join(dois(line)))


def dois(text: str) -> list[str]:
    """Every DOI in a text, without the full stop of its sentence."""
    return [doi.rstrip(".") for doi in DOI.findall(text)]


def texts() -> dict[Path, str]:
    """What may cite: pages, code, settings and lessons, each as one line, so that a citation may be broken over two."""
    folders = (ROOT / folder for folder in ("docs", "model", "experiments", "dashboards"))
    files = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(f for folder in folders for f in folder.rglob("*") if f.suffix in READ)]
    return {f: re.sub(r"\s*\n\s*(?:# )?", " ", f.read_text("utf-8")) for f in files if f != LIST}


WORKS = [entry(line) for line in ENTRIES.splitlines() if line.startswith("- ")]
TEXTS = texts()


def cited(text: str) -> set[tuple[str, str]]:
    """The works that a text cites, each as its first author and its year."""
    return {(found[1], year) for found in SHORT.finditer(text) for year in found[2].split(", ")} - NO_CITATIONS


def in_order(work: Entry) -> tuple[str, str]:
    """By what an entry is put in order: the name without accents or case, then the year."""
    plain = unicodedata.normalize("NFKD", work.name.replace("ø", "o")).encode("ascii", "ignore").decode()
    return plain.casefold(), work.year


def test_every_citation_has_its_work_in_the_list():
    known = {(work.name, work.year) for work in WORKS}
    missing = {f"{f.relative_to(ROOT)}: {name} {year}" for f, text in TEXTS.items() for name, year in cited(text) - known}
    assert not missing, "put them into docs/references.md"


def test_every_doi_is_that_of_a_work_in_the_list():
    known = {work.doi for work in WORKS}
    assert not {f"{f.relative_to(ROOT)}: {doi}" for f, text in TEXTS.items() for doi in dois(text) if doi not in known}


def test_a_doi_beside_a_citation_is_that_of_the_work_that_is_cited():
    """Between the two there is at most a title or a journal, and no other citation."""
    by = {work.doi: (work.name, work.year) for work in WORKS if work.doi}
    wrong = []
    for f, text in TEXTS.items():
        for found in SHORT.finditer(text):
            rest = text[found.end() : found.end() + 200].partition(";")[0]
            if (doi := dois(rest)) and not SHORT.search(rest[: rest.index("doi:")]) and (found[1], found[2]) not in NO_CITATIONS:
                wrong += [f"{f.relative_to(ROOT)}: {found[0]}: {doi[0]}"] if by.get(doi[0]) != (found[1], found[2]) else []
    assert not wrong


def test_every_work_in_the_list_is_cited_somewhere():
    all_of_it = " ".join(TEXTS.values())
    named, numbers = cited(all_of_it), set(dois(all_of_it))
    assert not [w for w in WORKS if (w.name, w.year) not in named and w.doi not in numbers and f"{w.name} {w.year}" not in all_of_it]


def test_the_list_is_in_order_and_names_each_work_once():
    assert [in_order(work) for work in WORKS] == sorted(in_order(work) for work in WORKS)
    found = [work.doi for work in WORKS if work.doi]
    assert len(found) == len(set(found))


def test_what_is_from_memory_is_listed_with_what_could_not_be_compared():
    numbers = {re.sub(r"\.(mean|sd)$", "", name) for name, number in NUMBERS.items() if "from memory" in number.source}
    findings = {key for key, target in {**targets(), **patterns()}.items() if target.memory}
    named = set(re.findall(r"`([^`]+)`", " ".join(line.split(" | ")[0] for line in REMEMBERED.splitlines() if line.startswith("| `"))))
    assert named == numbers | findings


def test_short_forms_are_told_from_other_words():
    assert cited("so Chen, Atzil-Slonim & Refaeli (2018), and (Grimm et al. 2006, 2010); Del Re et al. (2012)") == {
        ("Chen", "2018"), ("Grimm", "2006"), ("Grimm", "2010"), ("Del Re", "2012")}  # fmt: skip
    assert cited("A session of 2000 clinics, seed 1990, Rogers himself (he said so), and in 2012") == set()
    assert dois("doi:10.1016/S0165-0327(00)00304-9 (19 arms), (doi:10.1037/h0045357). See doi:10.1002/cpp.658.") == [
        "10.1016/S0165-0327(00)00304-9", "10.1037/h0045357", "10.1002/cpp.658"]  # fmt: skip
