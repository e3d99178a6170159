"""One server for a class: a line that drops, a page that is killed, and what is left when everybody has gone."""

import json
import time
import urllib.request

import pytest

from tests.browser import NEEDS_BROWSER, Watched, expect, server
from tests.line import line

pytestmark = NEEDS_BROWSER
SMALL = "/clinic?set=clinic.dyads%3D200"


@pytest.fixture(scope="module")
def where():
    with server() as found:
        yield found.address


def kept(where):
    """How many pages the server keeps."""
    return json.loads(urllib.request.urlopen(f"{where}/resourcez").read())["kernels"]["total"]


def until(true, seconds=30.0):
    """Whether something becomes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.1)
    return False


def test_a_line_that_drops_comes_back_where_it_was(where, browser):
    with line(where) as cable:
        visitor = Watched(browser)
        page = visitor.open(f"http://127.0.0.1:{cable.port}/?session=2")
        expect(page.locator(".when")).to_contain_text("session 2 of")
        cable.cut()
        page.wait_for_timeout(1500)
        cable.mend()
        page.locator(".stage").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("location.search.includes('session=3')", timeout=60_000)
        expect(page.locator(".when")).to_contain_text("session 3 of")
        visitor.context.close()


def test_a_page_that_is_killed_in_mid_run_leaves_nothing_behind(where, browser):
    assert until(lambda: kept(where) == 0)
    killed, other = Watched(browser), Watched(browser)
    page = killed.open(f"{where}{SMALL}")
    page.get_by_role("slider", name="skill in repair").press("End")
    killed.context.close()
    shown = other.open(f"{where}{SMALL}")
    expect(shown.locator(".clinic-value").first).to_contain_text("%")
    other.context.close()
    assert until(lambda: kept(where) == 0)


def test_a_new_server_finds_what_was_shown_by_the_address(browser):
    with server() as first:
        visitor = Watched(browser)
        address = visitor.open(f"{first.address}/?scenario=small&client=3-5&session=2").url
        visitor.context.close()
    with server() as then:
        again = Watched(browser)
        page = again.open(address.replace(first.address, then.address))
        expect(page.locator(".when")).to_contain_text("session 2 of")
        assert again.complaints == []
        again.context.close()
