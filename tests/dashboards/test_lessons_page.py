"""Lessons predict first: the lock holds, nothing shows before it, the board counts, and what is explained is true of the run."""

import html
import re
import time
import warnings
from random import Random
from threading import Thread

import pytest

from model import SettingError
from model.rules import Rules

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import ipyvuetify
    import solara
    from solara.routing import Router, router_context

    from dashboards import app
    from dashboards.lessons import NAMED, claims, lesson, lessons, paragraphs, running, telling, worksheet
    from dashboards.lessons import page as lessons_page
    from dashboards.lessons.board import LASTS, MOST_VOICES, Board
    from dashboards.lessons.measures import MEASURES
    from dashboards.lessons.page import STEPS, Asked
    from dashboards.parts import address, frame
    from dashboards.server import lecturer, network
    from dashboards.two_dyads import pairs

pytestmark = pytest.mark.filterwarnings("ignore")
ALL = tuple(lessons())


def result(name, luck=1):
    return running.run(name, luck, Rules())


def test_there_are_eight_lessons_and_more_in_an_order_of_their_own():
    assert len(ALL) >= 8
    assert sorted({each.order for each in lessons().values()}) == list(range(1, len(ALL) + 1))


@pytest.mark.parametrize("name", ALL)
def test_a_lesson_is_whole(name):
    told = lesson(name)
    assert told.question.endswith("?")
    assert 2 <= len(re.findall(r"[.?!](?: |$)", told.matters)) <= 3
    assert len(told.condition) >= 2
    assert set(told.measures) <= set(MEASURES)
    assert (3 <= len(told.option) <= 5) != (told.slider is not None)
    assert len(told.worksheet) >= 3
    assert telling.published(told)
    assert told.expect
    assert 600 <= told.dyads <= 1500


@pytest.mark.parametrize("name", ALL)
def test_where_a_lesson_leads_there_is_something(name):
    for following in lesson(name).next:
        page, _, search = following.link.partition("?")
        assert page in frame.PAGES
        if page == "/":
            asked, faults = address.read(pairs.Asked, search)
            assert not faults
            pairs.both(asked, Rules())
        if page == "/lessons":
            assert address.parts(search)["lesson"] in ALL


@pytest.mark.parametrize("name", ALL)
def test_what_a_lesson_claims_is_true_of_its_run(name):
    told, found = lesson(name), result(name)
    assert [claim for claim in told.expect if not claims.holds(claim, found.values)] == []


@pytest.mark.parametrize("name", ALL)
def test_the_numbers_of_an_explanation_are_those_of_the_run(name):
    told, found = lesson(name), result(name)
    named = NAMED.findall(told.why)
    assert named
    text = running.filled(told.why, found)
    assert "{" not in text
    for measure, condition in named:
        assert running.told(measure, condition, found.values) in text


@pytest.mark.parametrize("name", [name for name in ALL if lesson(name).option])
def test_exactly_one_prediction_comes_true_whatever_happens(name):
    told, luck = lesson(name), Random(1)
    for _ in range(200):
        values = {m: {c.name: luck.choice((0.0, 0.4, 20.0)) + luck.gauss(0.0, 0.1) for c in told.condition} for m in told.measures}
        assert sum(claims.holds(o.holds, values) for o in told.option) == 1


@pytest.mark.parametrize("name", [name for name in ALL if lesson(name).slider])
def test_what_happens_lies_on_the_slider(name):
    told = lesson(name)
    value = MEASURES[told.asks].shown(result(name).values[told.asks][told.slider.of])
    assert told.slider.low < value < told.slider.high
    assert telling.came_true(told, result(name), value)
    assert not telling.came_true(told, result(name), told.slider.high)
    assert sum(n for _, n in telling.spread(told, {value: 2, told.slider.high: 3})) == 5


@pytest.mark.parametrize("claim", ["__import__('os')", "dropout.near", "dropout.nobody > 1 +", "dropout.nobody > 1", "(lambda: 1)() > 0"])
def test_a_claim_is_a_comparison_and_nothing_else(claim):
    if claim == "dropout.near":
        assert claims.holds(claim, {"dropout": {"near": 0.5}})
        return
    with pytest.raises(SettingError, match="cannot be read"):
        claims.holds(claim, {"dropout": {"near": 0.5}})


def test_a_worksheet_needs_nothing_else_and_tells_no_result_before():
    told, found = lesson("goals"), result("goals")
    blank, whole = worksheet.page(told), worksheet.page(told, found, "liked")
    for text in (blank, whole):
        assert not re.search(r"(src|href)=|url\(|<script|@import", text)
        assert all(question.replace("'", "&#x27;") in text for question in told.worksheet)
    assert all(html.escape(line) in whole for line in (*telling.published(told), told.assumed))
    for line in telling.what_happened(told, found):
        assert line not in blank
        assert line.replace("“", "“") in whole
    assert running.filled(paragraphs(told.why)[0], found) in whole


@pytest.mark.parametrize("name", ALL)
def test_a_blank_worksheet_gives_the_answer_away_by_no_word(name):
    told = lesson(name)
    blank = html.unescape(worksheet.page(told))
    assert not [line for line in (*telling.published(told), *telling.known_wrong(told), told.assumed) if line in blank]
    assert not [t.source for t in told.published.values() if t.source in blank]
    before, _, after = blank.partition('<h2 class="after">')
    assert ".after { break-before: page; }" in before
    assert all(question in after and question not in before for question in told.worksheet)


def test_a_lock_holds_until_one_begins_again():
    board = Board()
    assert board.lock("anna", "goals", "liked") == "liked"
    assert board.lock("anna", "goals", "bond") == "liked"
    assert board.locked("anna", "goals") == "liked"
    assert board.locked("anna", "repair") is None
    assert board.locked("ben", "goals") is None
    board.begin_again("anna", "goals")
    assert board.locked("anna", "goals") is None


def test_the_board_counts_each_visitor_once_with_the_first_prediction():
    board = Board()
    for who, choice in (("anna", "liked"), ("ben", "bond"), ("cara", "liked")):
        board.lock(who, "goals", choice)
    board.begin_again("ben", "goals")
    board.lock("ben", "goals", "liked")
    assert board.voices("goals") == {"liked": 2, "bond": 1}
    assert board.voices("repair") == {}
    board.clear("goals")
    assert board.voices("goals") == {}
    assert board.locked("anna", "goals") == "liked"


def test_the_board_forgets_after_a_day_is_bounded_and_knows_no_names():
    now = [0.0]
    board = Board(now=lambda: now[0])
    board.lock("anna", "goals", "liked")
    now[0] = LASTS + 1.0
    assert board.locked("anna", "goals") is None
    assert not board.voices("goals")
    for i in range(MOST_VOICES + 50):
        board.lock(f"visitor {i}", "goals", "bond")
    assert board.voices("goals").total() == MOST_VOICES
    assert "visitor" not in repr(vars(board))


def test_thirty_visitors_at_once_are_all_counted():
    board = Board()
    threads = [Thread(target=board.lock, args=(f"{i}", "goals", "liked" if i % 2 else "bond")) for i in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert board.voices("goals") == {"liked": 15, "bond": 15}


class Visit:
    """A visitor's page, as it is shown."""

    def __init__(self, where):
        @solara.component
        def At():
            place, self.go = solara.use_state(where)
            router_context.provide(Router(place, app.routes, lambda path: self.go(path)))
            lessons_page.Page()

        _, self.page = solara.render(At(), handle_error=False)

    @property
    def widgets(self):
        """Every widget on the page."""
        waiting = [found.widget for found in self.page.find()]
        while waiting:
            widget = waiting.pop(0)
            yield widget
            slots = [slot["children"] for slot in getattr(widget, "v_slots", None) or ()]
            inside = [*(getattr(widget, "children", None) or ()), *(c for s in slots for c in (s if isinstance(s, list) else [s]))]
            waiting = [c for c in inside if not isinstance(c, str)] + waiting

    @property
    def text(self):
        """All words on the page."""
        words = []
        for widget in self.widgets:
            words += [c for c in getattr(widget, "children", None) or () if isinstance(c, str)]
            words += [str(getattr(widget, "label", "") or ""), str(getattr(widget, "unsafe_innerHTML", "") or "")]
        return " ".join(words)

    def button(self, words):
        return next(b.widget for b in self.page.find(ipyvuetify.Btn) if words in str(b.widget.children))

    def has(self, words):
        return any(words in str(b.widget.children) and not b.widget.disabled for b in self.page.find(ipyvuetify.Btn))

    def choose(self, choice):
        self.page.find(ipyvuetify.RadioGroup).widget.v_model = choice

    def until(self, words):
        end = time.monotonic() + 120.0
        while words not in self.text:
            assert time.monotonic() < end, self.text
            time.sleep(0.05)
        return self


@pytest.fixture
def visit(monkeypatch):
    monkeypatch.setattr(lessons_page, "BOARD", Board())
    monkeypatch.setattr(lessons_page, "LECTURERS", lecturer.Lecturers())
    monkeypatch.setenv(lecturer.WORD, "a word of ours")
    monkeypatch.setenv(network.SERVED, "classroom.example:81")
    opened = []

    def opening(where, who="anna"):
        monkeypatch.setattr(lessons_page, "visitor", lambda: who)
        opened.append(Visit(where))
        return opened[-1]

    yield opening
    for each in opened:
        each.page.close()
    lessons_page.asked_for.value = Asked()


def shown(name):
    """What nobody may see before the lock."""
    return [telling.outcome(lesson(name), result(name)), *telling.what_happened(lesson(name), result(name))]


def test_all_lessons_are_on_the_shelf(visit):
    text = visit("/lessons").text
    assert all(told.title in text and told.question in text for told in lessons().values())


def test_a_prediction_is_made_locked_and_shown_beside_what_happened(visit):
    page = visit("/lessons?lesson=goals")
    page.button("Next: your prediction").click()
    assert page.button("Lock my prediction").disabled
    page.choose("bond")
    page.button("Lock my prediction").click()
    page.until(telling.what_happened(lesson("goals"), result("goals")).__next__())
    told = lesson("goals")
    assert told.options["bond"].says in page.text
    assert telling.outcome(told, result("goals")) in page.text
    assert telling.verdict(told, result("goals"), "bond") in page.text
    assert "The class board: 1 prediction" in page.text


@pytest.mark.parametrize("step", [step for step in STEPS if step not in lessons_page.BEFORE])
def test_no_address_shows_what_happened_before_the_lock(visit, step):
    result("goals")
    page = visit(f"/lessons?lesson=goals&step={step}")
    time.sleep(0.2)
    assert all(line not in page.text for line in shown("goals")[1:])
    assert not any(line in page.text for line in (running.filled(p, result("goals")) for p in paragraphs(lesson("goals").why)))
    assert "Lock my prediction" in page.text
    assert not page.has("What happened")


def test_a_locked_prediction_cannot_be_changed_by_going_back_or_by_the_address(visit):
    lessons_page.BOARD.lock("anna", "goals", "bond")
    page = visit("/lessons?lesson=goals&step=prediction")
    group = page.page.find(ipyvuetify.RadioGroup).widget
    assert group.disabled
    assert group.v_model == "bond"
    assert "Lock my prediction" not in page.text
    group.v_model = "liked"
    again = visit("/lessons?lesson=goals&step=happened").until("You predicted")
    assert telling.verdict(lesson("goals"), result("goals"), "bond") in again.text
    assert lessons_page.BOARD.locked("anna", "goals") == "bond"


@pytest.mark.parametrize(("name", "choice"), [("goals", "evil"), ("goals", 3.0), ("cause", 99.0), ("cause", "x"), ("cause", float("nan"))])
def test_what_cannot_be_predicted_is_not_locked(visit, name, choice):
    assert not lesson(name).allows(choice)
    if name == "goals":
        page = visit("/lessons?lesson=goals&step=prediction")
        page.choose(choice)
        page.button("Lock my prediction").click()
        assert lessons_page.BOARD.locked("anna", name) is None
        assert not lessons_page.BOARD.voices(name)


@pytest.mark.parametrize("name", [name for name in ALL if lesson(name).slider])
def test_where_a_slider_begins_gives_nothing_away(name):
    told = lesson(name)
    assert not telling.came_true(told, result(name), told.slider.middle)


def test_to_begin_again_takes_lock_and_result_away(visit):
    lessons_page.BOARD.lock("anna", "goals", "bond")
    page = visit("/lessons?lesson=goals&step=happened").until("You predicted")
    page.button("Begin again").click()
    assert lessons_page.BOARD.locked("anna", "goals") is None
    assert all(line not in page.text for line in shown("goals")[1:])
    assert not page.has("What happened")


def test_one_visitors_lock_opens_nothing_for_another(visit):
    lessons_page.BOARD.lock("anna", "goals", "bond")
    assert "Lock my prediction" in visit("/lessons?lesson=goals&step=happened", who="ben").text


def test_the_board_shows_what_others_lock_without_a_reload(visit):
    lessons_page.BOARD.lock("anna", "goals", "bond")
    page = visit("/lessons?lesson=goals&step=happened").until("The class board: 1 prediction")
    lessons_page.BOARD.lock("ben", "goals", "liked")
    pulse = next(widget for widget in page.widgets if hasattr(widget, "vue_beat"))
    pulse.vue_beat(None)
    page.until("The class board: 2 predictions")
    assert not page.has("Clear the board")


LED = "/lessons?lesson=goals&step=class&word=a+word+of+ours"


def test_only_who_leads_the_class_clears_the_board(visit):
    lessons_page.BOARD.lock("anna", "goals", "bond")
    lessons_page.BOARD.lock("ben", "goals", "liked")
    page = visit(LED, who="lecturer")
    page.button("Clear the board").click()
    assert lessons_page.BOARD.voices("goals").total() == 2
    page.button("Yes, clear").click()
    assert lessons_page.BOARD.voices("goals").total() == 0
    assert lessons_page.BOARD.locked("anna", "goals") == "bond"


def test_who_leads_sees_how_many_have_locked_and_where_to_open_and_reveals_the_rest(visit):
    lessons_page.BOARD.lock("anna", "goals", "bond")
    page = visit(LED, who="lecturer")
    told = lesson("goals")
    assert "has locked a prediction" in page.text
    assert "http://classroom.example:81/lessons?lesson=goals" in page.text
    assert told.options["bond"].says not in page.text
    page.button("Show what they predict").click()
    assert "The class board: 1 prediction" in page.text
    assert told.options["bond"].says in page.text
    assert "✓" not in page.text
    assert next(telling.what_happened(told, result("goals"))) not in page.text
    page.button("Show what happens").click()
    page.until(next(telling.what_happened(told, result("goals"))))
    assert "✓" in page.text
    assert lessons_page.BOARD.locked("lecturer", "goals") is None


def test_the_word_leaves_the_address_and_holds_for_the_browser(visit):
    visit(LED, who="lecturer")
    assert lessons_page.asked_for.value == Asked(lesson="goals", step="class")
    assert "word" not in address.written(lessons_page.asked_for.value)
    assert "have locked a prediction" in visit("/lessons?lesson=goals&step=class", who="lecturer").text


@pytest.mark.parametrize("word", ["", "&word=", "&word=another", "&word=A+word+of+ours", "&word=%00%C3%A9", "&word=" + "x" * 1400])
def test_without_the_word_nobody_leads(visit, word):
    lessons_page.BOARD.lock("anna", "goals", "bond")
    page = visit(f"/lessons?lesson=goals&step=class{word}", who="anna")
    assert lesson("goals").question in page.text
    assert not page.has("The class")
    assert "have locked" not in page.text
    assert not page.has("Clear the board")


def test_a_word_is_made_anew_where_nobody_chose_one_and_nobody_without_a_browser_leads(monkeypatch):
    monkeypatch.delenv(lecturer.WORD, raising=False)
    made = lecturer.word()
    assert len(made) >= 12
    assert lecturer.word() == made
    assert lecturer.link("http://here") == f"http://here/lessons?word={made}"
    monkeypatch.setenv(lecturer.WORD, "")
    assert lecturer.word() != made
    assert not lecturer.Lecturers().admit("", lecturer.word())


def test_where_a_slider_begins_can_be_predicted_as_it_is(visit):
    page = visit("/lessons?lesson=cause&step=prediction")
    begins = lesson("cause").slider.middle
    assert lesson("cause").allows(begins)
    assert not page.button("Lock my prediction").disabled
    page.button("Lock my prediction").click()
    assert lessons_page.BOARD.locked("anna", "cause") == begins


@pytest.mark.parametrize("name", ALL)
def test_every_step_of_a_lesson_opens(visit, name):
    told, found = lesson(name), result(name)
    lessons_page.BOARD.lock("anna", name, 0.5 if told.slider else told.option[0].name)
    page = visit(f"/lessons?lesson={name}")
    assert told.question in page.text
    assert all(c.says in page.text for c in told.condition)
    page.button("Your prediction").click()
    assert told.predict in page.text
    page.button("What happened").click()
    page.until("You predicted")
    assert all(line in page.text for line in telling.what_happened(told, found))
    page.button("Why").click()
    page.until(running.filled(paragraphs(told.why)[0], found))
    assert "came out otherwise" not in page.text
    assert f"Assumed: {told.assumed}" in page.text
    assert all(line in page.text for line in telling.known_wrong(told))
    page.button("What others found").click()
    assert all(line in page.text for line in telling.published(told))
    page.button("Try next").click()
    page.until("To talk about")


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("lesson=nothing", "none that there is"),
        ("lesson=goals&step=answer", "none that there is"),
        ("lesson=goals&luck=0", "1 to 999"),
        ("lesson=goals&luck=99999999999999999999999", "too large"),
        ("lesson=goals&locked=liked", "does not know"),
        ("lesson=<script>alert(1)</script>", "none that there is"),
        ("lesson=" + "x" * 1600, "too long"),
        ("lesson=goals&luck=1.5", "whole number"),
    ],
)
def test_an_address_that_cannot_be_is_said_plainly_and_the_page_lives(visit, search, said):
    page = visit(f"/lessons?{search}")
    assert said in page.text
    assert not any(line in page.text for line in shown("goals"))


@pytest.mark.parametrize("asked", [Asked(), Asked(lesson="goals", step="why", luck=7)])
def test_an_address_restores_lesson_step_and_luck(asked):
    assert lessons_page.restore(address.written(asked)) == ()
    assert lessons_page.asked_for.value == asked
    lessons_page.asked_for.value = Asked()
