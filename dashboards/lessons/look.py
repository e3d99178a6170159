"""How lessons look: large enough for the back row, cards for what is set side by side."""

STYLE = """
.lessons { max-width: 1320px; width: 100%; align-self: center; font-size: 20px; }
.lessons h2 { font-size: 1.7em; font-weight: 500; line-height: 1.2; }
.lessons h3 { font-size: 1.2em; font-weight: 500; margin: 14px 0 4px; }
.lessons h4 { font-size: 1em; font-weight: 600; margin: 6px 0 2px; } .lessons p { margin: 4px 0 10px; }
.lessons .lesson-question { font-size: 1.3em; line-height: 1.35; max-width: 48em; }
.lessons .lesson-strong { font-weight: 600; font-size: 1.1em; line-height: 1.3; margin: 4px 0; }
.lessons .lesson-number { font-size: 2.6em; font-weight: 600; font-variant-numeric: tabular-nums; text-align: center; }
.lessons .quiet { font-size: 18px; opacity: .8; }
.lessons .lesson-shelf { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 18px; }
.lessons .lesson-shelf a { text-decoration: none; color: inherit !important; }
.lessons .lesson-card { height: 100%; padding: 18px 20px; border-radius: 10px; }
.lessons .lesson-card { background: rgba(0, 114, 178, .09); border-left: 6px solid #0072B2; }
.lessons .lesson-card:hover { background: rgba(0, 114, 178, .18); } .lessons .lesson-card h3 { margin: 0 0 6px; }
.lessons .lesson-card .number { float: right; font-size: 1.6em; font-weight: 600; opacity: .35; line-height: 1; }
.lessons .lesson-clinics { display: grid; grid-template-columns: repeat(auto-fit, minmax(260px, 1fr)); gap: 18px; margin: 6px 0; }
.lessons .lesson-clinics.wide { grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); gap: 18px 48px; }
.lessons .lesson-result { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 18px 56px; }
.lessons .lesson-clinic { padding: 14px 18px; border-radius: 8px; background: rgba(128, 128, 128, .11); }
.lessons .lesson-clinic { border-top: 8px solid rgba(128, 128, 128, .4); }
.lessons .lesson-steps { display: flex; flex-wrap: wrap; gap: 4px; border-bottom: 2px solid rgba(128, 128, 128, .3); padding-bottom: 8px; }
.lessons .v-btn { font-size: 18px !important; text-transform: none; letter-spacing: 0; height: auto !important; min-height: 42px; }
.lessons .v-btn.big { font-size: 21px !important; min-height: 54px; padding: 0 26px !important; }
.lessons .v-radio { padding: 10px 0; margin: 0 !important; align-items: flex-start; }
.lessons .v-radio .v-label { font-size: 22px; line-height: 1.3; color: inherit; }
.lessons .v-input--is-disabled .v-label { opacity: .75; }
.lessons .lesson-foot { border-top: 2px solid rgba(128, 128, 128, .3); padding-top: 14px; margin-top: 10px; }
.lessons .lesson-chart .bars { font-size: 1.1em; } .lessons .lesson-also .bars, .lessons .lesson-board .bars { font-size: 18px; }
.lessons .lesson-board .bars { grid-template-columns: 1fr 2em; gap: 2px 12px; }
.lessons .lesson-board .name { grid-column: 1 / -1; text-align: left; margin-top: 8px; }
.lessons .lesson-count { font-size: 7em; font-weight: 600; line-height: 1; text-align: center; font-variant-numeric: tabular-nums; }
.lessons .lesson-middle { text-align: center; max-width: none; margin: 0 auto 10px; }
.lessons .lesson-address { font-size: 1.9em; font-weight: 600; text-align: center; overflow-wrap: anywhere; margin: 6px 0; }
.lessons .lesson-assumed { border-left: 6px solid rgba(128, 128, 128, .4); padding: 2px 0 2px 16px; margin: 16px 0; }
.lessons .lesson-assumed p { margin: 4px 0; } .lessons li a, .lessons .lesson-assumed a { white-space: nowrap; }
.lessons li { margin: 8px 0; }
@media (max-width: 1000px) { .lessons .lesson-result { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 700px) {
  .lessons { font-size: 18px; } .lessons h2 { font-size: 1.35em; } .lessons .lesson-question { font-size: 1.12em; }
  .lessons .v-radio .v-label { font-size: 18px; } .lessons .v-btn { font-size: 16px !important; } .lessons .quiet { font-size: 16px; }
}
@media print { .lessons .lesson-body { break-inside: avoid; } }
"""
