"""How the page of evidence looks: on a projector a table with its plot in a column, on a phone a card for each finding."""

STYLE = """
.evidence { padding: 14px 20px; max-width: 1560px; margin: 0 auto; width: 100%; }
.evidence h2 { font-size: 1.45em; font-weight: 500; margin: 2px 0 4px; line-height: 1.25; }
.evidence h3 { font-size: 1.12em; font-weight: 500; margin: 2px 0 8px; }
.evidence .lead { max-width: 62em; margin: 0 0 12px; }
.evidence .quiet, .evidence small { font-size: 16px; }
.evidence-keys { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 12px; margin-bottom: 12px; }
.evidence-key { border: 1px solid rgba(128, 128, 128, .35); border-radius: 12px; padding: 8px 16px 10px; font-size: 16px;
  line-height: 1.3; }
.evidence-key b { display: block; font-size: 36px; font-weight: 500; line-height: 1.2; font-variant-numeric: tabular-nums;
  white-space: nowrap; }
.evidence-key strong { font-weight: 600; display: block; }
.evidence-tabs { display: flex; flex-wrap: wrap; gap: 2px 6px; border-bottom: 2px solid rgba(128, 128, 128, .35); margin-bottom: 14px; }
.evidence-tabs .v-btn, .evidence-only .v-btn { text-transform: none; letter-spacing: 0; font-size: 18px; }
.evidence-tabs .v-btn { border-radius: 8px 8px 0 0; height: 44px !important; }
.evidence-tabs .v-btn.here { background: rgba(0, 114, 178, .16); box-shadow: inset 0 -4px 0 #0072B2; }
.evidence-only { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.evidence-only .v-btn { font-size: 16px; border-radius: 999px; }
.evidence-controls { display: flex; flex-wrap: wrap; gap: 12px; align-items: center; margin: 12px 0; }
.evidence-card { border: 1px solid rgba(128, 128, 128, .35); border-radius: 12px; padding: 12px 18px; min-width: 0; }
.evidence-two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(560px, 100%), 1fr)); gap: 14px; align-items: start; }
.evidence-card ul { padding-left: 1.2em; margin: 0; } .evidence-card li { margin-bottom: 6px; }
.evidence-card p { margin: 0 0 8px; }
.evidence details { border: 1px solid rgba(128, 128, 128, .35); border-radius: 12px; padding: 8px 18px; }
.evidence summary { cursor: pointer; font-weight: 500; padding: 4px 0; }
.evidence details ul { margin: 6px 0; padding-left: 1.2em; } .evidence details li { margin-bottom: 8px; max-width: 66em; }
.evidence-explained { flex: 1 1 200px; display: flex; }
.evidence-wrong { border-top: 1px solid rgba(128, 128, 128, .25); padding: 8px 0; line-height: 1.35; }
.evidence-wrong .v-btn { text-transform: none; letter-spacing: 0; font-size: 16px; padding: 0 6px; margin-left: 6px; }
.evidence-wrong { display: grid; grid-template-columns: 1fr auto; gap: 0 10px; align-items: center; }
.evidence-wrong .v-btn { grid-row: 1 / 3; grid-column: 2; }
.numbers small { display: block; opacity: .8; }
.evidence-empty { text-align: center; padding: 50px 20px; opacity: .8; }
.forest { --good: #0072B2; --bad: #B84A00; --null: #5c5c5c; --line: rgba(128, 128, 128, .3); }
.theme--dark .forest { --good: #56B4E9; --bad: #E69F00; --null: #b5b5b5; }
.forest table { border-collapse: collapse; width: 100%; }
.forest > table { table-layout: fixed; }
.forest caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0 0 0 0); }
.forest-legend { display: flex; flex-wrap: wrap; gap: 6px 22px; margin: 4px 0 8px; font-size: 16px; align-items: center; }
.forest-legend span { display: inline-flex; align-items: center; gap: 8px; }
.forest .sample { display: inline-block; position: relative; width: 18px; height: 18px; flex: none; }
.forest .sample.band { width: 44px; background: rgba(128, 128, 128, .26); border: solid rgba(128, 128, 128, .7); border-width: 0 2px; }
.forest .sample.band b { position: absolute; left: 55%; top: 0; bottom: 0; width: 3px; background: currentColor; }
.forest .sample.dot { border-radius: 50%; background: var(--good); width: 16px; height: 16px; }
.forest .sample.dot.miss { background: none; border: 3px solid var(--bad); }
.forest .sample.dot.miss::after { content: "✕"; color: var(--bad); position: absolute; inset: -4px 0 0 0; text-align: center;
  font: 700 11px/17px sans-serif; }
.forest svg.null path { fill: none; stroke: var(--null); stroke-width: 2; stroke-linejoin: round; }
.forest svg.null.off path { stroke-dasharray: 2.4 2; opacity: .8; }
.forest > table > thead th { position: sticky; top: 0; z-index: 3; background: #fff; font-size: 16px; font-weight: 500; text-align: left;
  padding: 8px 10px; border-bottom: 2px solid var(--line); }
.theme--dark .forest > table > thead th { background: #1e1e1e; }
.forest > table > thead th:nth-child(1) { width: 35%; } .forest > table > thead th:nth-child(3) { width: 14.5%; }
.forest > table > thead th:nth-child(4) { width: 11.5%; } .forest > table > thead th:nth-child(5) { width: 9.5%; }
.forest .scale span { display: inline-block; width: 33.33%; text-align: center; opacity: .85; }
.forest .scale .inside { font-weight: 600; opacity: 1; }
.forest .theme th { text-align: left; padding: 18px 10px 6px; font-size: 1.08em; font-weight: 500; border-bottom: 1px solid var(--line); }
.forest .theme small { opacity: .75; margin-left: 10px; font-weight: 400; }
.forest .finding { cursor: pointer; scroll-margin-top: 60px; border-bottom: 1px solid rgba(128, 128, 128, .16); }
.forest .finding:hover, .forest .finding.open { background: rgba(0, 114, 178, .08); }
.forest .finding > th { text-align: left; font-weight: 400; padding: 0; }
.forest .finding > td { padding: 2px 10px; }
.forest .finding button { display: flex; gap: 8px; text-align: left; width: 100%; padding: 7px 10px; color: inherit; line-height: 1.28;
  border-radius: 6px; }
.forest .finding small { opacity: .75; white-space: normal; }
.forest .aside > th, .forest .aside > .figures { opacity: .82; }
.forest .mark { font-style: normal; display: inline-block; margin-left: 8px; padding: 0 8px; border-radius: 999px; white-space: nowrap;
  border: 1px solid currentColor; }
.forest .turn { width: 1em; flex: none; opacity: .7; }
.forest .figures { font-variant-numeric: tabular-nums; font-size: 16px; line-height: 1.25; }
.forest td.figures b { font-weight: 600; font-size: 18px; } .forest td.figures small { white-space: nowrap; display: inline-block; }
.forest .statistic { opacity: .8; } .forest .what { display: none; }
.forest .verdict { font-size: 16px; line-height: 1.2; }
.forest .verdict i, .forest .who i { font-style: normal; font-weight: 700; }
.forest .hit .verdict i { color: var(--good); } .forest .miss .verdict, .forest .miss .verdict i { color: var(--bad); font-weight: 600; }
.forest .track { position: relative; height: 38px; }
.forest .range { position: absolute; left: 33.33%; width: 33.34%; top: 0; bottom: 0; background: rgba(128, 128, 128, .2);
  border: solid rgba(128, 128, 128, .65); border-width: 0 2px; }
.forest .value { position: absolute; top: 0; bottom: 0; width: 3px; margin-left: -1.5px; background: currentColor; opacity: .75; }
.forest .track svg { position: absolute; overflow: visible; transform: translate(-50%, -50%); }
.forest .track svg.null { width: 15px; height: 15px; top: 28px; } .forest .track svg.model { width: 20px; height: 20px; top: 13px; }
.forest .reach { position: absolute; top: 11px; height: 4px; border-radius: 2px; background: var(--good); min-width: 2px; }
.forest .miss .reach { background: var(--bad); }
.forest svg.model circle, .forest svg.model path { fill: var(--good); stroke: #fff; stroke-width: 1.5; }
.theme--dark .forest svg.model circle, .theme--dark .forest svg.model path { stroke: #1e1e1e; }
.forest .miss svg.model circle, .forest .unsure svg.model circle { fill: #fff; stroke: var(--bad); stroke-width: 3; }
.theme--dark .forest .miss svg.model circle, .theme--dark .forest .unsure svg.model circle { fill: #1e1e1e; stroke: var(--bad); }
.forest .miss svg.model path { fill: var(--bad); stroke: none; }
.forest .miss svg.model .cross { fill: none; stroke: var(--bad); stroke-width: 2.5; }
.forest { --now: #007A58; } .theme--dark .forest { --now: #2ED3A2; }
.forest svg.now path { fill: var(--now); stroke: #fff; stroke-width: 1.5; } .theme--dark .forest svg.now path { stroke: #1e1e1e; }
.forest.scored .track { height: 54px; } .forest.scored .track svg.null { top: 44px; }
.forest .track svg.now { width: 20px; height: 20px; top: 30px; }
.forest .reach.now, .forest .miss .reach.now { top: 28px; background: var(--now); }
.forest .now-figure { color: var(--now); } .forest .now-figure.now-miss { color: var(--bad); font-weight: 600; }
.evidence-now { display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: center; margin-bottom: 10px; }
.evidence-now .v-progress-linear { flex: 1 1 200px; } .evidence-now .v-btn { text-transform: none; letter-spacing: 0; font-size: 16px; }
.forest .about > td { padding: 6px 10px 18px 36px; background: rgba(0, 114, 178, .05); }
.forest .about-parts { display: grid; grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr); gap: 10px 34px; }
.forest dt { font-weight: 600; margin-top: 8px; } .forest dd { margin: 0 0 2px; overflow-wrap: anywhere; }
.forest .who { align-self: start; font-size: 16px; font-variant-numeric: tabular-nums; }
.forest .who th { text-align: left; font-weight: 400; padding: 4px 12px 4px 0; }
.forest .who td { padding: 4px 12px 4px 0; white-space: nowrap; }
.forest .who thead th { opacity: .75; } .forest .who tbody tr { border-top: 1px solid var(--line); }
.forest .who .wanted { font-weight: 600; }
.numbers table { border-collapse: collapse; width: 100%; font-size: 16px; }
.numbers th { text-align: left; font-weight: 500; } .numbers thead th { border-bottom: 2px solid rgba(128, 128, 128, .35); }
.numbers th, .numbers td { padding: 7px 10px; vertical-align: top; line-height: 1.3; }
.numbers tbody tr { border-bottom: 1px solid rgba(128, 128, 128, .2); }
.numbers thead th:first-child { width: 25%; }
.numbers code { display: block; font-size: 14px; opacity: .75; background: none; padding: 0; overflow-wrap: anywhere; color: inherit;
  font-weight: 400; }
.numbers .value { font-variant-numeric: tabular-nums; white-space: nowrap; } .numbers .value b { font-size: 18px; font-weight: 600; }
@media (max-width: 900px) {
  .evidence { padding: 10px; } .evidence-keys { grid-template-columns: 1fr 1fr; } .evidence-key { padding: 6px 10px; }
.evidence-key b { font-size: 28px; }
  .evidence-tabs { display: grid; grid-template-columns: 1fr 1fr; gap: 0; }
  .evidence-tabs .v-btn { font-size: 16px; height: auto !important; min-height: 48px; padding: 4px 8px !important; }
  .evidence-tabs .v-btn__content { white-space: normal; line-height: 1.15; flex: 1; }
  .forest > table, .forest > table > tbody, .forest > table > tbody > tr, .forest > table > tbody > tr > * { display: block; width: 100%;
  }
  .forest > table > thead { display: none; }
  .forest .finding { display: grid; grid-template-columns: 1fr auto; gap: 0 8px; padding: 4px 0 10px; }
  .forest .finding > th, .forest .finding > .plot, .forest .finding > td:nth-child(3) { grid-column: 1 / -1; }
  .forest .finding > td { padding: 2px 8px; } .forest .finding button { padding: 8px; }
  .forest .what { display: inline-block; min-width: 5.2em; opacity: .8; } .forest .theme small { display: block; margin: 0; }
  .forest .about > td { padding: 4px 10px 14px; } .forest .about-parts { grid-template-columns: minmax(0, 1fr); }
  .forest .finding .verdict { text-align: right; white-space: nowrap; width: auto; }
  .numbers table, .numbers tbody, .numbers tr, .numbers th, .numbers td { display: block; width: 100%; } .numbers thead { display: none; }
  .numbers tbody tr { padding: 8px 0; } .numbers th, .numbers td { padding: 2px 4px; }
}
@media print { .evidence-only, .evidence-controls, .evidence-tabs { display: none; } }
"""
