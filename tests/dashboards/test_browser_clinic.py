"""The clinic page in a real browser: what is turned is at hand on a phone, explained in plain words, and cautions lead on."""

import re

import pytest

from dashboards.clinic import clinics
from dashboards.parts import knobs
from model.parameters import NUMBERS
from tests.browser import NEEDS_BROWSER, expect, served

pytestmark = NEEDS_BROWSER
NAME = "therapists.regard.mean"


@pytest.fixture(scope="module")
def where():
    with served() as address:
        yield f"{address}/clinic"


def test_on_a_phone_what_is_turned_lies_folded_at_the_top(where, visit):
    page = visit(where, width=420, height=850)
    expect(page.locator(".clinic-key").first).to_be_in_viewport()
    expect(page.get_by_text(knobs.short(NAME), exact=True)).to_be_hidden()
    page.get_by_role("button", name="Settings").click()
    expect(page.get_by_text(knobs.short("clinic.dyads"), exact=True)).to_be_in_viewport()
    page.get_by_role("button", name="Settings").click()
    expect(page.get_by_text(knobs.short(NAME), exact=True)).to_be_hidden()


def test_a_knob_is_explained_above_its_slider(where, visit):
    page = visit(where)
    expect(page.get_by_role("button", name="Settings")).to_be_hidden()
    title = page.get_by_text(knobs.short(NAME), exact=True)
    title.hover()
    told = page.locator(".v-tooltip__content", has_text=knobs.explained(NUMBERS[NAME]))
    expect(told).to_be_visible()
    page.wait_for_timeout(500)  # it grows as it appears
    assert told.bounding_box()["y"] + told.bounding_box()["height"] <= title.bounding_box()["y"] + 2


def test_the_caution_under_r_leads_to_the_lesson(where, visit):
    page = visit(where)
    page.get_by_role("link", name=clinics.R.caution).click()
    expect(page).to_have_url(re.compile(rf"/lessons\?lesson={clinics.R.lesson}"))
