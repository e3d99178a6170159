"""A class in a real browser: the lecturer's link, the count that grows by itself, and a board that students cannot clear."""

import pytest

from dashboards.server import lecturer
from tests.browser import NEEDS_BROWSER, expect, served

pytestmark = NEEDS_BROWSER


@pytest.fixture(scope="module")
def where():
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(lecturer.WORD, "chosen")
        with served() as address:
            yield address


def predict(page):
    """Lock the first prediction there is."""
    page.locator(".v-radio").first.click()
    page.get_by_role("button", name="Lock my prediction").click()


def test_a_class_locks_and_its_lecturer_sees_it_reveals_it_and_clears_it(where, visit):
    leads = visit(f"{where}/lessons?lesson=goals&step=class&word=chosen")
    expect(leads.locator(".lesson-count")).to_have_text("0")
    assert "chosen" not in leads.url
    student = visit(f"{where}/lessons?lesson=goals&step=prediction", width=420, dark=True)
    predict(student)
    expect(student.get_by_text("The class board: 1 prediction")).to_be_visible()
    expect(student.get_by_role("button", name="Clear the board")).to_have_count(0)
    expect(leads.locator(".lesson-count")).to_have_text("1")
    expect(leads.locator(".lesson-board")).to_have_count(0)
    leads.get_by_role("button", name="Show what happens").click()
    expect(leads.get_by_text("It happened:")).to_be_visible()
    leads.get_by_role("button", name="Clear the board").click()
    leads.get_by_role("button", name="Yes, clear").click()
    expect(student.get_by_text("The class board: 0 predictions")).to_be_visible()


def test_a_student_who_types_the_address_of_the_lecturer_sees_the_question(where, visit):
    page = visit(f"{where}/lessons?lesson=goals&step=class&word=guessed")
    expect(page.get_by_text("is not the lecturer")).to_be_visible()
    expect(page.locator(".lesson-count")).to_have_count(0)
    expect(page.get_by_text("Does the bond hold the client?")).to_be_visible()
