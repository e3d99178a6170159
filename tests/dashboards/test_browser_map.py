"""The map in a real browser: it fills, stops, is restored from its address, opens clinics, and can be taken home."""

import io
import re
import tomllib

import pandas as pd
import pytest

from experiments.reports.surfaces import written
from model.rules import Rules
from tests.browser import NEEDS_BROWSER, expect

pytestmark = NEEDS_BROWSER
SMALL = "scenario=small&x_steps=3&y_steps=3&dyads=100"
LARGE = "scenario=small&x_steps=20&y_steps=20&dyads=1000"
LONG = 60_000
"""Milliseconds that a busy machine may take to compile the session, or to live a map."""


@pytest.fixture
def visit(visit, where):
    """Opens the map as a visitor of one's own."""

    def opened(search, **how):
        page = visit(f"{where}/map?{search}", **how)
        page.set_default_timeout(LONG)
        return page

    return opened


@pytest.fixture(scope="module")
def small():
    """The small map as it is without a page: what was asked, its design, and its clinics."""
    from dashboards.map import maps, state
    from dashboards.parts import address

    asked, _ = address.read(state.Asked, SMALL)
    grid = state.grid(asked)
    job = maps.job(grid, Rules())
    while not job.finished:
        job.do_one()
    return asked, grid, job.found


def heat_map(page):
    return page.get_by_role("img", name=re.compile("Heat map"))


def click_cell(page, design, i, j):
    """Click the cell in this column and this row, counted from below, where it is drawn."""
    from dashboards.map.charts import HEAD, margins

    box, at = heat_map(page).bounding_box(), margins(design, HEAD)
    x, y = (len(axis.points) for axis in design.axes)
    wide, high = box["width"] - at["left"] - at["right"], box["height"] - at["top"] - at["bottom"]
    heat_map(page).click(position={"x": at["left"] + (i + 0.5) * wide / x, "y": at["top"] + high - (j + 0.5) * high / y})


def test_the_map_says_what_a_sweep_says(visit, small):
    from dashboards.map import maps

    asked, grid, found = small
    page = visit(SMALL)
    for sentence in maps.told(grid.design, found, asked.outcome):
        expect(page.locator(".map-told")).to_contain_text(sentence, timeout=LONG)


def test_a_cell_that_is_clicked_opens_its_clinic_and_back_leads_to_the_map(visit, small):
    _, grid, found = small
    page = visit(SMALL)
    page.wait_for_selector(".map-table", state="attached")
    page.wait_for_selector(".dyads-chart[data-drawn]")
    page.wait_for_timeout(500)  # the canvas is drawn a moment after its data have come
    click_cell(page, grid.design, 2, 2)
    expect(page.locator(".clinic-key").first).to_contain_text(written("dropout", found[2 * 3 + 2]["dropout"]), timeout=LONG)
    for name, value in grid.design.points[2 * 3 + 2].items():
        assert f"{name}%3D{value:g}" in page.url
    page.go_back()
    expect(heat_map(page)).to_be_visible(timeout=LONG)
    assert "x_steps=3" in page.url


def test_the_keyboard_opens_a_clinic_from_the_table(visit, small):
    _, _, found = small
    page = visit(SMALL)
    page.locator(".map-table summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map-table td a")).to_have_count(9)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".clinic-key").first).to_contain_text(written("dropout", found[2]["dropout"]), timeout=LONG)


def test_a_large_map_begins_when_it_is_told_to_stops_and_goes_on_where_it_was(visit):
    page = visit(LARGE)
    page.get_by_role("button", name="Live this map").click()
    expect(page.locator(".map-count")).to_contain_text(re.compile(r"[1-9]\d* of 400 clinics"), timeout=LONG)
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".map-count")).to_contain_text("of 400 clinics have been lived", timeout=LONG)
    before = int(page.locator(".map-count").inner_text().split()[0])
    assert before < 400
    page.wait_for_timeout(1000)
    again = visit(LARGE)  # another visitor finds what has been lived, and no more
    assert int(again.locator(".map-count").inner_text().split()[0]) <= before + 1
    again.get_by_role("button", name="Go on").click()
    expect(again.locator(".map-told")).to_contain_text("From left to right", timeout=3 * LONG)


def test_an_address_restores_the_map_and_a_control_changes_the_address(visit):
    page = visit(SMALL + "&outcome=pre_post_d&x_ends=0.3:0.6")
    expect(page.locator("h2")).to_have_text("Pre–post effect on distress (d)")
    expect(page.get_by_role("spinbutton", name="to").first).to_have_value("0.6")
    page.get_by_role("button", name="Change sides over").click()
    page.wait_for_function("location.search.includes('y_ends=0.3')")
    again = visit(page.url.partition("?")[2])
    expect(again.get_by_role("spinbutton", name="to").nth(1)).to_have_value("0.6")


def test_another_parameter_is_found_by_typing(visit):
    page = visit(SMALL)
    page.get_by_label("From left to right: which parameter").fill("hostility")
    page.get_by_role("option", name=re.compile("^hostility")).first.click()
    page.wait_for_function("location.search.includes('x=clients.hostility.mean')")
    expect(page.locator(".map-told")).to_contain_text("as “hostility” goes", timeout=LONG)


def test_what_is_taken_home_opens(visit, small):
    _, grid, found = small
    page = visit(SMALL)
    got = {}
    for words in ("All clinics (CSV)", "Map (PNG)", "Map (SVG)", "Design (TOML, for dyads sweep)"):
        with page.expect_download() as one:
            page.get_by_text(words).click()
        got[words] = one.value.path().read_bytes()
    csv, png, svg, toml = got.values()
    assert pd.read_csv(io.BytesIO(csv)).dropout.tolist() == pytest.approx([found[point]["dropout"] for point in range(9)])
    assert png.startswith(b"\x89PNG")
    assert b"</svg>" in svg
    assert tomllib.loads(toml.decode()) == tomllib.loads(grid.text)


def test_what_cannot_be_is_said_in_plain_words(visit):
    page = visit("x=rules.nonsense&x_steps=99&set=;;=")
    expect(page.locator(".v-alert").first).to_be_visible()
    expect(heat_map(page)).to_be_visible(timeout=LONG)
    assert "Traceback" not in page.inner_text("body")
