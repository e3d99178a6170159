"""The pages as Solara serves them: `dyads dashboard`, or `solara run dashboards/app.py --production`."""

from dashboards import environment  # isort: skip  # before Solara, which reads it when it is imported

import solara

from dashboards import memory, offline  # isort: skip  # noqa: F401  # these see to the server
from dashboards import clinic_page, evidence_page, frame, lessons_page, map_page, rules_page, two_dyads

__all__ = ["environment", "routes"]
routes = [
    solara.Route(path="/", component=two_dyads.Page, layout=frame.Layout),
    solara.Route(path="clinic", component=clinic_page.Page),
    solara.Route(path="map", component=map_page.Page),
    solara.Route(path="lessons", component=lessons_page.Page),
    solara.Route(path="rules", component=rules_page.Page),
    solara.Route(path="evidence", component=evidence_page.Page),
]
