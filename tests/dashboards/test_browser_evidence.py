"""The page of evidence in a real browser: rows open by mouse and keyboard, choices do what they say, and a link restores it."""

import io

import pandas as pd
import pytest

from experiments.evidence.targets import counted, patterns, targets
from tests.browser import NEEDS_BROWSER, expect, served

pytestmark = NEEDS_BROWSER


@pytest.fixture(scope="module")
def where():
    with served() as address:
        yield f"{address}/evidence"


def row(page, key):
    return page.locator(f"#finding-{key}")


def test_every_finding_is_a_row_that_opens_by_mouse_and_tells_its_source(where, visit):
    page = visit(where)
    expect(page.locator(".finding")).to_have_count(len(targets()))
    expect(page.locator(".finding.hit:not(.aside)")).to_have_count(len(counted()))
    row(page, "E01").click()
    expect(page.locator(".about")).to_contain_text(targets()["E01"].source)
    expect(page.locator(".about .who tbody tr")).to_have_count(8)
    page.wait_for_function("location.search.includes('open=E01')")
    row(page, "E01").click()
    expect(page.locator(".about")).to_have_count(0)


def test_rows_are_walked_and_opened_by_keyboard(where, visit):
    page = visit(where)
    page.locator(".finding button").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    second = page.locator(".finding").nth(1)
    expect(second.locator("button")).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".about")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".about")).to_have_count(0)
    assert second.locator("button").evaluate("button => button === document.activeElement")


def test_choices_filter_the_rows_and_stand_in_the_address(where, visit):
    page = visit(where)
    page.get_by_role("button", name="missed by every null model").click()
    expect(row(page, "A01")).to_have_count(0)
    expect(row(page, "E01")).to_be_visible()
    page.get_by_role("button", name="Further patterns").click()
    expect(page.locator(".finding")).to_have_count(len(patterns()))
    page.get_by_role("button", name="missed by the model").click()
    expect(page.locator(".finding.hit")).to_have_count(0)
    expect(row(page, "P30")).to_contain_text("outside")
    page.wait_for_function("location.search.includes('only=missed')")
    again = visit(page.url)
    expect(row(again, "P30")).to_be_visible()
    expect(row(again, "P01")).to_have_count(0)


@pytest.mark.parametrize(("nulls", "marks"), [("none", 0), ("recalibrated", 3), ("both", 6)])
def test_null_models_are_drawn_as_asked_for(where, visit, nulls, marks):
    page = visit(f"{where}?nulls={nulls}")
    expect(row(page, "A01").locator("svg.null")).to_have_count(marks)
    expect(row(page, "A01").locator("svg.model")).to_have_count(1)


def test_a_link_to_an_opened_row_brings_it_into_view(where, visit):
    page = visit(f"{where}?open=P36", width=420)
    expect(page.locator(".about")).to_contain_text(patterns()["P36"].source)
    expect(row(page, "P36")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 420


def test_what_is_wrong_leads_to_its_row(where, visit):
    page = visit(f"{where}?part=limits")
    expect(page.get_by_text("What it must not be used for")).to_be_visible()
    page.get_by_role("button", name="See P32").click()
    expect(page.locator(".about")).to_contain_text(patterns()["P32"].source)
    expect(row(page, "P32")).to_be_in_viewport()


def test_numbers_are_searched_while_one_types(where, visit):
    page = visit(f"{where}?part=numbers")
    page.get_by_label("Search by name or meaning").fill("bond start")
    expect(page.locator(".numbers tbody tr")).to_have_count(1)
    expect(page.locator(".numbers")).to_contain_text("rules.bond_start")
    page.get_by_label("Search by name or meaning").fill("nothing is called so")
    expect(page.get_by_text("No number has these words")).to_be_visible()


def test_the_table_downloads(where, visit):
    page = visit(where)
    with page.expect_download() as got:
        page.get_by_text("Table (CSV)").click()
    table = pd.read_csv(io.BytesIO(got.value.path().read_bytes()))
    assert set(table.finding) == set(targets())


def test_the_rules_in_force_are_scored_in_the_background_and_it_can_be_stopped(where, visit):
    page = visit(where)
    page.get_by_role("button", name="Score it now").click()
    expect(page.get_by_text("the rules in force, scored now")).to_be_visible(timeout=90_000)
    expect(row(page, "A01").locator("svg.now")).to_have_count(1)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    expect(visit(where).locator("svg.now")).to_have_count(0)


@pytest.mark.parametrize("search", ["open=%3Cimg%20src=x%20onerror=alert(1)%3E", "part=%00", "find=" + "z" * 1400, "x=" + "y" * 5000])
def test_hostile_addresses_are_answered_in_plain_words_and_the_server_lives(where, visit, search):
    page = visit(f"{where}?{search}")
    if not search.startswith("find"):
        expect(page.locator(".v-alert").first).to_be_visible()
    assert "Traceback" not in page.inner_text("body")
    expect(visit(where).locator(".finding").first).to_be_visible()


@pytest.fixture
def ruled(tmp_path):
    """A server that runs with rules of its own; it outlives those who visit it."""
    (tmp_path / "mine.py").write_text("def dropout_chance(hope, p):\n    return 0.0 * hope\n")
    with served("--rules", str(tmp_path / "mine.py")) as address:
        yield f"{address}/evidence"


def test_rules_of_ones_own_are_told_apart_from_what_was_scored(ruled, visit):
    said = visit(ruled).locator(".v-alert")
    expect(said).to_contain_text("mine.py (dropout_chance)")
    expect(said).to_contain_text("default rules")
