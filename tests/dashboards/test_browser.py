"""The pages in a real browser, offline: they open without a complaint, and their controls do what they say."""

import io
import re

import pandas as pd
import pytest

from model.rules import Rules
from tests.browser import NEEDS_BROWSER, expect

pytestmark = NEEDS_BROWSER


def pages():
    from dashboards import app  # noqa: F401
    from dashboards.parts.frame import PAGES

    return PAGES


@pytest.mark.parametrize("path", pages())
@pytest.mark.parametrize("how", [{}, {"width": 420, "dark": True}], ids=["projector", "phone, dark"])
def test_every_page_opens_offline_without_a_complaint(where, visit, path, how):
    page = visit(f"{where}{path if path.startswith('/') else '/' + path}", **how)
    assert "not a clinical tool" in page.inner_text("body")
    assert "Therapy dyads" in page.title()


def shown(page, side):
    return page.locator(".side").nth(side)


def numbers(row):
    """What stands beneath a picture."""
    words = row["words"]
    said = f"bond {words['bond']} tasks {words['task']} goals {words['goal']} WAI {words['wai']} distress {words['distress']}"
    return re.compile(re.escape(said).replace("\\ ", r"\s*"))


def test_stepping_shows_the_numbers_and_words_of_the_model(where, visit):
    from dashboards.two_dyads.pairs import Asked, both

    page = visit(where)
    page.locator(".stage").focus()
    lives = both(Asked(), Rules())
    for session in (1, 2):
        page.keyboard.press("ArrowRight")
        for side, life in enumerate(lives):
            row = life.rows[session - 1]
            expect(shown(page, side).locator(".numbers")).to_have_text(numbers(row))
            text = next(text for upto, text in life.told if upto >= session)
            expect(shown(page, side).locator(".telling")).to_have_text(text, use_inner_text=True)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".when")).to_contain_text("session 1 of")


def test_the_next_rupture_is_found(where, visit):
    from dashboards.two_dyads.pairs import Asked, both

    lives = both(Asked(), Rules())
    first = min(row["session"] for life in lives for row in life.rows if row["ruptured"] or row["raised"])
    page = visit(where)
    page.get_by_role("button", name="To the next rupture").click()
    expect(page.locator(".when")).to_contain_text(f"session {first} of")
    assert any("rupture in" in shown(page, side).locator(".picture").text_content() for side in (0, 1))


def test_it_plays_by_itself_and_stops(where, visit):
    page = visit(where)
    page.locator(".speed select").select_option(label="fast")
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".when")).to_contain_text("session 2 of", timeout=10_000)
    page.get_by_role("button", name="Pause").click()
    before = page.locator(".when").inner_text()
    page.wait_for_timeout(1200)
    assert page.locator(".when").inner_text() == before


def test_a_link_restores_what_was_shown(where, visit):
    page = visit(f"{where}/?scenario=small&client=3-5&differs=knob&knob=therapists.regard.mean&a=0.2&b=0.9&session=2")
    expect(page.locator(".when")).to_contain_text("session 2 of")
    expect(shown(page, 0).locator("h2")).to_contain_text("regard (therapists) 0.2")
    page.locator(".stage").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("location.search.includes('session=3')")
    again = visit(page.url)
    expect(again.locator(".when")).to_contain_text("session 3 of")


def test_turning_a_knob_shows_the_life_that_the_command_would_live(where, visit):
    from dashboards.two_dyads.pairs import Asked, both, values

    page = visit(f"{where}/?scenario=small&client=3-5&differs=knob&knob=therapists.regard.mean&a=0.2&session=3")
    slider = page.get_by_role("slider", name="B: regard (therapists)")
    slider.focus()
    page.keyboard.press("End")
    asked = Asked(scenario="small", client="3-5", differs="knob", knob="therapists.regard.mean", a=0.2, b=9.0)
    expect(shown(page, 1).locator("h2")).to_contain_text(f"regard (therapists) {values(asked)[1]:g}")
    _, life = both(asked, Rules())
    expect(shown(page, 1).locator(".numbers")).to_have_text(numbers(life.rows[2]))


def test_a_twin_branches_where_the_player_stands(where, visit):
    page = visit(f"{where}/?scenario=small&client=3-5&session=2")
    page.get_by_role("button", name="Branch here").click()
    expect(shown(page, 1).locator("h2")).to_contain_text("what if, in session 2")
    expect(shown(page, 0).locator("h2")).to_contain_text("as it went")


def test_how_it_ends_is_told_only_at_the_end(where, visit):
    page = visit(where)
    assert "How usual is that?" not in page.inner_text("body")
    page.get_by_role("button", name="How do they end?").click()
    expect(page.get_by_text("How usual is that?")).to_be_visible(timeout=60_000)


def test_both_lives_download(where, visit):
    page = visit(f"{where}/?scenario=small&client=3-5")
    with page.expect_download() as got:
        page.get_by_text("Both lives (CSV)").click()
    table = pd.read_csv(io.BytesIO(got.value.path().read_bytes()))
    assert set(table.twin) == {"A", "B"}
    assert set(table.client_id) == {"3-5"}


def test_visitors_do_not_meet(where, visit):
    one, other = visit(f"{where}/?scenario=small&client=3-5"), visit(where)
    one.locator(".stage").focus()
    one.keyboard.press("ArrowRight")
    expect(one.locator(".when")).to_contain_text("session 1 of")
    expect(other.locator(".when")).to_contain_text("before the first session")


@pytest.mark.parametrize(
    "search", ["scenario=nobody&client=%00&within=1e999", "client=9999999999-1", "session=-5&a=inf", "x=" + "y" * 3000]
)
def test_hostile_addresses_are_answered_in_plain_words_and_the_server_lives(where, visit, search):
    page = visit(f"{where}/?{search}")
    if "session" not in search:
        expect(page.locator(".v-alert").first).to_be_visible()
    assert "Traceback" not in page.inner_text("body")
    expect(visit(where).locator(".stage")).to_be_visible()
