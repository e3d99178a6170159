"""The page of rules in a real browser: a student edits the file while the page is open, and sees the new verdict; rules are read."""

import io
from contextlib import suppress

import pytest

from model.guide.starter import starter
from tests.browser import NEEDS_BROWSER, expect, served

pytestmark = NEEDS_BROWSER
GOOD = "def rupture_chance(bond, p):\n    return 0.9 - 0.5 * bond\n"
FAULTY = GOOD.replace("bond", "bnod")
ENDLESS = GOOD.replace("    return", "    while bond < 9.0:\n        bond = 0.5\n    return")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("rules") / "my_rules.py"
    path.write_text(GOOD, "utf-8")
    return path


@pytest.fixture(scope="module")
def mine(file):
    with served("--rules", str(file)) as address:
        yield address


@pytest.fixture
def mended(file):
    """Whatever a test writes, the next one begins with a good file."""
    yield
    with suppress(OSError):
        file.write_text(GOOD, "utf-8")


def status(page):
    return page.locator(".rules-status")


def test_a_file_is_edited_while_the_page_is_open_and_each_saving_is_answered(mine, visit, file, mended):
    page, other = visit(f"{mine}/rules"), visit(f"{mine}/?session=2")
    expect(status(page)).to_contain_text("is in force on all pages")
    expect(page.locator(".rules-big").first).to_be_visible()
    touched = page.locator(".rules-big").first.inner_text()
    other.wait_for_selector(".stage")

    file.write_text(FAULTY, "utf-8")
    expect(status(page)).to_contain_text("has faults")
    expect(page.locator(".line.wrong code")).to_have_text("def rupture_chance(bnod, p):")
    expect(page.locator(".rules-gates .fault").first).to_contain_text("Did you mean bond?")
    expect(page.locator(".rules-stale").first).to_contain_text("the last that passed")
    expect(page.locator(".rules-big").first).to_have_text(touched)
    expect(other.locator(".rules-banner")).to_contain_text("line 1: rupture_chance asks for bnod")

    file.write_text(ENDLESS, "utf-8")
    expect(page.locator(".rules-gates .fault")).to_contain_text("never end")
    expect(other.locator(".rules-banner")).to_contain_text("never end")

    file.write_text(starter("rupture_chance"), "utf-8")
    expect(page.locator(".rules-effect")).to_contain_text("changes nobody's life")
    expect(status(page)).to_contain_text("is in force on all pages")
    expect(other.locator(".rules-banner")).to_have_count(0)
    expect(other.locator(".when")).to_contain_text("session 2 of")


def test_another_page_shows_the_new_rules_when_they_are_in_force(mine, visit, file, mended):
    page = visit(f"{mine}/?scenario=small&client=3-5&session=1")
    expect(page.locator(".rules-chip")).to_contain_text("is in force")
    file.write_text("def bond_intake():\n    return 0.99\n", "utf-8")
    from dashboards.two_dyads.pairs import Asked, both
    from model.rules import from_file

    life, _ = both(Asked(scenario="small", client="3-5"), from_file(file))
    expect(page.locator(".side").first.locator(".numbers")).to_contain_text(life.rows[0]["words"]["bond"])


def test_the_effect_follows_scenario_size_and_seed_and_the_address_keeps_them(mine, visit, file):
    from dashboards.rules.effect import apart
    from experiments.comparing.effect import effect
    from model.scenario import scenario

    page = visit(f"{mine}/rules?scenario=small&dyads=200&seed=5")
    found = effect(scenario("small").but({"clinic.dyads": 200}, seed=5), file, GOOD)
    expect(page.locator(".rules-big").first).to_have_text(f"{found.touched}")
    expect(page.locator(".rules-bars .value").first).to_contain_text(apart(found.differences[0]))
    seed = page.get_by_label("Luck (seed)")
    seed.fill("6")
    seed.press("Enter")
    page.wait_for_function("location.search.includes('seed=6')")
    other = effect(scenario("small").but({"clinic.dyads": 200}, seed=6), file, GOOD)
    expect(page.locator(".rules-bars .value").first).to_contain_text(apart(other.differences[0]))


def test_a_rule_is_found_read_and_taken_home(mine, visit):
    page = visit(f"{mine}/rules")
    page.get_by_role("searchbox").fill("M17 safety")
    shown = page.locator(".rules-list section button:visible")
    expect(shown.locator(".name").first).to_have_text("raise_chance")
    shown.filter(has_text="explore_chance").click()
    expect(page.locator(".rules-name")).to_have_text("explore_chance")
    page.wait_for_function("location.search.includes('rule=explore_chance')")
    with page.expect_download() as got:
        page.get_by_text("Download my_rules.py").click()
    assert got.value.path().read_text("utf-8") == starter("explore_chance")
    again = visit(page.url)
    expect(again.locator(".rules-name")).to_have_text("explore_chance")


def test_the_list_opens_on_a_phone_and_the_effect_downloads(mine, visit):
    import pandas as pd

    page = visit(f"{mine}/rules", width=420, dark=True)
    assert page.locator(".rules-list section").first.is_hidden()
    page.get_by_role("button", name="Show all").click()
    page.locator(".rules-list section button").filter(has_text="bond_intake").click()
    expect(page.locator(".rules-name")).to_have_text("bond_intake")
    page.get_by_role("button", name="Show all").click()
    page.locator(".rules-list .overview").click()
    with page.expect_download() as got:
        page.get_by_text("Effect (CSV)").click(timeout=60_000)
    assert "dropout" in set(pd.read_csv(io.BytesIO(got.value.path().read_bytes())).outcome)


@pytest.mark.parametrize("search", ["rule=../../etc/passwd", "rules=/tmp/evil.py", "dyads=99999999&seed=-1", "x=" + "y" * 3000])
def test_hostile_addresses_are_answered_in_plain_words(mine, visit, search):
    page = visit(f"{mine}/rules?{search}")
    expect(page.locator(".v-alert").first).to_be_visible()
    assert "Traceback" not in page.inner_text("body")
