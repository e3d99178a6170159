"""How the pages look: colours that colour-blind people tell apart (Okabe & Ito 2008), sizes for the back row, styles."""

from experiments import figures
from model.fields import COMPONENTS

COLOURS = {of: figures.COLOURS[of] for of in (*COMPONENTS[1:], "distress")} | {
    "client": "#0072B2",
    "therapist": "#009E73",
    "ghost": "#8C8C8C",
}
DISCLAIMER = "A teaching and research model with assumed and fitted parts; not a clinical tool."
STYLE = """
.dyads { font-size: 18px; line-height: 1.45; }
.dyads h1 { font-size: 1.5em; font-weight: 500; margin: 0; }
.dyads .quiet { opacity: .75; font-size: .85em; }
.dyads .v-label, .dyads .v-input { font-size: 17px; }
.dyads :focus-visible { outline: 3px solid #0072B2; outline-offset: 2px; }
.dyads-nav a { font-size: 18px; text-decoration: none; padding: 8px 14px; border-radius: 6px; color: inherit !important; }
.dyads-nav a.here { background: rgba(0, 114, 178, .16); font-weight: 500; }
.dyads-foot { padding: 10px 20px; opacity: .75; font-size: 15px; }
@media (max-width: 700px) { .dyads { font-size: 16px; } .dyads-nav a { padding: 6px 8px; font-size: 16px; } }
@media print { .dyads-nav, .dyads-controls { display: none; } * { overflow: visible !important; } }
"""
CLINIC = """
.clinic { display: grid; grid-template-columns: 330px minmax(0, 1fr); gap: 20px; padding: 12px 20px; align-items: start; }
.clinic-controls { position: sticky; top: 8px; max-height: calc(100vh - 16px); overflow-y: auto; padding: 8px 10px 8px 2px; }
.clinic-controls .v-expansion-panel { background: transparent !important; }
.clinic-controls .v-expansion-panel-header { font-size: 18px; font-weight: 500; padding: 8px 4px; min-height: 40px; }
.clinic-controls .v-expansion-panel-content__wrap { padding: 0 4px 12px; }
.clinic-busy { position: fixed; top: 0; left: 0; right: 0; z-index: 9; }
.clinic-keys { display: grid; grid-template-columns: repeat(auto-fit, minmax(132px, 1fr)); gap: 10px; }
.clinic-key { border: 1px solid rgba(128, 128, 128, .35); border-radius: 12px; padding: 8px 12px; font-size: 16px; line-height: 1.3; }
.clinic-value { font-size: 32px; font-weight: 500; line-height: 1.2; font-variant-numeric: tabular-nums; }
.clinic-was { opacity: .75; font-variant-numeric: tabular-nums; }
.clinic-charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(400px, 100%), 1fr)); gap: 14px; }
.clinic-card { border: 1px solid rgba(128, 128, 128, .35); border-radius: 12px; padding: 10px 16px; min-width: 0; }
.clinic-card.large { grid-column: 1 / -1; }
.clinic-card h2 { font-size: 1.1em; font-weight: 500; margin: 4px 0 0; }
.clinic-card .quiet, .clinic .quiet { font-size: 16px; }
.clinic-story { white-space: pre-line; max-height: 14em; overflow-y: auto; }
.clinic-empty { height: 320px; display: flex; align-items: center; justify-content: center; opacity: .75; }
@media (max-width: 900px) {
  .clinic { grid-template-columns: minmax(0, 1fr); padding: 10px; }
  .clinic-controls { position: static; max-height: none; }
  .clinic-results { order: -1; }
  .clinic-keys { grid-template-columns: 1fr 1fr; }
}
"""
