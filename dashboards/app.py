"""The pages as Solara serves them: `dyads dashboard`, or `solara run dashboards/app.py --production`."""

from dashboards.server import environment  # isort: skip  # before Solara, which reads it when it is imported

import solara

from dashboards.server import memory, offline  # isort: skip  # noqa: F401  # these see to the server
from dashboards.clinic import page as clinic_page
from dashboards.evidence import page as evidence_page
from dashboards.lessons import page as lessons_page
from dashboards.map import page as map_page
from dashboards.parts import frame
from dashboards.rules import page as rules_page
from dashboards.two_dyads import page as two_dyads

__all__ = ["environment", "routes"]
routes = [
    solara.Route(path="/", component=two_dyads.Page, layout=frame.Layout),
    solara.Route(path="clinic", component=clinic_page.Page),
    solara.Route(path="map", component=map_page.Page),
    solara.Route(path="lessons", component=lessons_page.Page),
    solara.Route(path="rules", component=rules_page.Page),
    solara.Route(path="evidence", component=evidence_page.Page),
]
