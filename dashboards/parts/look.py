"""How the pages look: colours that colour-blind people tell apart (Okabe & Ito 2008), sizes for the back row, styles."""

from experiments.drawing import figures
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
.dyads-back { text-transform: none; letter-spacing: 0; justify-content: start; font-size: 16px !important; }
.dyads :focus-visible { outline: 3px solid #0072B2; outline-offset: 2px; }
.dyads-nav a { font-size: 18px; text-decoration: none; padding: 8px 14px; border-radius: 6px; color: inherit !important; }
.dyads-nav a.here { background: rgba(0, 114, 178, .16); font-weight: 500; }
.dyads-foot { padding: 10px 20px; opacity: .75; font-size: 15px; }
@media (max-width: 700px) { .dyads { font-size: 16px; } .dyads-nav a { padding: 6px 8px; font-size: 16px; } }
@media print { .dyads-nav, .dyads-controls { display: none; } * { overflow: visible !important; } }
"""
