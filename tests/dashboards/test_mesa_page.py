"""Mesa's own page opens with a clinic, and its sliders carry declared parameters."""

import warnings

import pytest

from model import Clinic
from model.parameters import NUMBERS


@pytest.fixture(scope="module")
def solara():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("solara")


@pytest.mark.filterwarnings("ignore")
def test_the_page_shows_a_slider_for_every_parameter_it_names(solara):
    import ipyvuetify

    from dashboards import mesa_page

    _, page = solara.render(solara.AppLayout(children=[mesa_page.Page()]), handle_error=False)
    sliders = {w.widget.label: w.widget for w in page.find(ipyvuetify.Slider)}
    for name in mesa_page.SLIDERS:
        shown = sliders[mesa_page.slider(name)["label"]]
        assert shown.v_model == NUMBERS[name].default
        assert (shown.min, shown.max) == (NUMBERS[name].low, NUMBERS[name].high)
    page.close()


@pytest.mark.filterwarnings("ignore")
def test_every_visitor_steps_a_clinic_of_her_own(solara, monkeypatch):
    import ipyvuetify

    from dashboards import mesa_page

    made = []
    monkeypatch.setattr(mesa_page, "Clinic", lambda *a, **k: made.append(Clinic(*a, **k)) or made[-1])
    pages = [solara.render(solara.AppLayout(children=[mesa_page.Page()]), handle_error=False)[1] for _ in range(2)]
    step = next(w.widget for w in pages[0].find(ipyvuetify.Btn) if "Step" in str(w.widget.children))
    step.click()
    assert [clinic.steps for clinic in made] == [1, 0]
    for page in pages:
        page.close()
