"""How the page of rules looks: two columns of source, a list to choose from, and what the verdict is."""

STYLE = """
.rules { display: grid; grid-template-columns: 340px minmax(0, 1fr); gap: 24px; padding: 12px 20px; align-items: start; }
.rules-main > :empty { display: none; }
.rules-main { display: flex; flex-direction: column; gap: 16px; min-width: 0; }
.rules h2 { font-size: 1.2em; font-weight: 500; margin: 0 0 8px; }
.rules h3 { font-size: 1em; font-weight: 600; margin: 14px 0 6px; }
.rules h4 { font-size: 16px; font-weight: 600; margin: 18px 0 4px; }
.rules p { margin: 0 0 8px; }
.rules .quiet { font-size: 16px; }
.rules-card { border: 1px solid rgba(128, 128, 128, .35); border-radius: 12px; padding: 14px 18px; min-width: 0; }
.rules-list { position: sticky; top: 8px; display: flex; flex-direction: column; gap: 8px; max-height: calc(100vh - 16px); min-width: 0; }
.rules-list .find {
  font: inherit; color: inherit; padding: 8px 12px; border: 1px solid rgba(128, 128, 128, .6); border-radius: 8px; background:
  transparent; width: 100%;
}
.rules-list .toggle { display: none; }
.rules-list .scroll { overflow-y: auto; padding: 2px; min-height: 0; }
.rules-list h3 { font-size: 15px; opacity: .8; margin: 14px 0 4px; padding: 0 8px; line-height: 1.25; }
.rules-list .scroll button {
  display: grid; grid-template-columns: 1fr auto; gap: 0 8px; width: 100%; text-align: left; color: inherit; padding: 6px 8px;
  border-radius: 8px; border-left: 4px solid transparent;
}
.rules-list .scroll button:hover { background: rgba(128, 128, 128, .14); }
.rules-list .scroll button.here { background: rgba(0, 114, 178, .16); border-left-color: #0072B2; }
.rules-list .scroll button.overview { font-weight: 600; font-size: 18px; }
.rules-list .name { font-family: monospace; font-size: 16px; font-weight: 600; overflow-wrap: anywhere; }
.rules-list .theme { font-size: 14px; opacity: .75; align-self: center; }
.rules-list .yours .theme { opacity: 1; font-weight: 700; color: #D55E00; }
.rules-list .first {
  grid-column: 1 / -1; font-size: 15px; line-height: 1.25; opacity: .8; display: -webkit-box; -webkit-line-clamp: 2;
  -webkit-box-orient: vertical; overflow: hidden;
}
.rules-list .none { padding: 8px; opacity: .8; }
.rules-name { font-family: monospace; font-size: 1.4em; font-weight: 600; overflow-wrap: anywhere; line-height: 1.2; }
.rules-lead { font-size: 1.1em; }
.rules-tags { display: flex; flex-wrap: wrap; gap: 8px; align-items: baseline; }
.rules-tag { font-size: 15px; border: 1px solid rgba(128, 128, 128, .5); border-radius: 999px; padding: 1px 12px; }
.rules-tag.yours { border: 2px solid #D55E00; font-weight: 600; }
.rules .code {
  font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 16px; line-height: 1.5; border: 1px solid
  rgba(128, 128, 128, .3); border-radius: 8px; overflow: hidden; background: rgba(128, 128, 128, .06);
}
.rules .line { display: grid; grid-template-columns: 2.6em 1.1em minmax(0, 1fr); min-height: 1.5em; border-left: 4px solid transparent; }
.rules .line > i {
  font-style: normal; text-align: right; opacity: .6; padding-right: .5em; user-select: none; font-size: 14px; line-height: 24px;
}
.rules .line > b { user-select: none; }
.rules .line > code { all: unset; white-space: pre-wrap; overflow-wrap: anywhere; padding: 0 8px 0 4ch; text-indent: -4ch; }
.rules .diff { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
.rules .diff .head {
  font-family: Roboto, sans-serif; font-weight: 600; padding: 6px 12px; border-bottom: 1px solid rgba(128, 128, 128, .3);
  overflow-wrap: anywhere;
}
.rules .diff .right { border-right: 0; box-shadow: -1px 0 rgba(128, 128, 128, .3); }
.rules .left.changed { background: rgba(213, 94, 0, .15); border-left-color: #D55E00; }
.rules .right.changed { background: rgba(0, 114, 178, .16); border-left-color: #0072B2; }
.rules .gap { background: repeating-linear-gradient(135deg, rgba(128, 128, 128, .12) 0 6px, transparent 6px 12px); }
.rules .line.wrong { background: rgba(213, 94, 0, .2); border-left-color: #D55E00; }
.rules .line.wrong > b { color: #D55E00; }
.rules .code .told {
  font-family: Roboto, sans-serif; font-size: 17px; padding: 6px 12px 10px calc(3.7em + 4px); background: rgba(213, 94, 0, .1);
  border-left: 4px solid #D55E00;
}
.rules .code .k, .rules .code .kn, .rules .code .kc, .rules .code .ow { color: #0b4f8a; font-weight: 600; }
.rules .code .sd, .rules .code .s1, .rules .code .s2 { color: #1a6338; }
.rules .code .mi, .rules .code .mf { color: #8f3a00; }
.rules .code .c1 { color: #5a5f66; }
.rules .code .nf { color: #6b2a9e; font-weight: 600; }
.theme--dark .rules .code .k, .theme--dark .rules .code .kn, .theme--dark .rules .code .kc, .theme--dark .rules .code .ow {
  color: #8cc4ff;
}
.theme--dark .rules .code .sd, .theme--dark .rules .code .s1, .theme--dark .rules .code .s2 { color: #93d7ab; }
.theme--dark .rules .code .mi, .theme--dark .rules .code .mf { color: #ffb87a; }
.theme--dark .rules .code .c1 { color: #a9aeb5; }
.theme--dark .rules .code .nf { color: #dcb3ff; }
.rules-facts { width: 100%; border-collapse: collapse; font-size: 17px; }
.rules-facts th { text-align: left; font-size: 15px; font-weight: 600; opacity: .8; }
.rules-facts td, .rules-facts th { padding: 5px 14px 5px 0; vertical-align: top; border-bottom: 1px solid rgba(128, 128, 128, .22); }
.rules-facts td:first-child { font-family: monospace; font-size: 16px; font-weight: 600; overflow-wrap: anywhere; }
.rules-facts .range { white-space: nowrap; font-variant-numeric: tabular-nums; }
.rules-facts .new { font-family: Roboto, sans-serif; font-size: 14px; color: #D55E00; font-weight: 700; }
.rules-gates { list-style: none; padding: 0 !important; margin: 0; display: grid; gap: 6px; }
.rules-gates li { display: grid; grid-template-columns: 1.6em 10.5em 1fr; gap: 4px 8px; align-items: baseline; }
.rules-gates .sign { font-weight: 700; font-size: 1.15em; text-align: center; }
.rules-gates .held .sign { color: #007a57; }
.theme--dark .rules-gates .held .sign { color: #2fc99a; }
.rules-gates .failed .sign, .rules-gates .failed b { color: #b34e00; }
.theme--dark .rules-gates .failed .sign, .theme--dark .rules-gates .failed b { color: #ff9147; }
.rules-gates .later { opacity: .65; }
.rules-gates .fault {
  grid-column: 2 / -1; padding: 6px 12px; background: rgba(213, 94, 0, .12); border-left: 4px solid #D55E00; border-radius: 4px;
  overflow-wrap: anywhere;
}
.rules-status { font-size: 1.15em; font-weight: 500; margin-bottom: 10px; }
.rules-stale {
  padding: 8px 14px; margin: 4px 0 10px; border-left: 5px solid #E69F00; background: rgba(230, 159, 0, .14); border-radius: 4px;
  font-weight: 500;
}
.rules-tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(160px, 42%), 1fr)); gap: 12px; margin: 12px 0; }
.rules-tile { border: 1px solid rgba(128, 128, 128, .35); border-radius: 12px; padding: 8px 14px; line-height: 1.3; font-size: 17px; }
.rules-big { font-size: 34px; font-weight: 500; line-height: 1.2; font-variant-numeric: tabular-nums; }
.rules-clinic { display: grid; grid-template-columns: 2fr 1fr 1fr; gap: 14px; margin: 8px 0; }
.rules-clinic .v-text-field { min-width: 0 !important; }
.rules-bars .value small { font-size: 16px; }
.rules-before { opacity: .45; }
.rules-words { margin: 6px 0 4px; }
.rules-two { display: grid; grid-template-columns: 1fr 1fr; gap: 14px; margin-bottom: 10px; }
.rules-story { border-left: 4px solid #8C8C8C; padding: 2px 14px; font-size: 17px; }
.rules-story + .rules-story { border-left-color: #0072B2; }
.rules-story > div { margin-top: 6px; }
.rules p code { font-size: 16px; background: transparent; color: inherit; padding: 0; }
.rules-facts td:first-child { white-space: nowrap; }
.rules details > summary { cursor: pointer; font-weight: 500; padding: 4px 0; }
.rules details > summary:hover { text-decoration: underline; }
.rules-command { font-family: monospace; font-size: 16px; font-weight: 600; overflow-wrap: anywhere; }
@media (max-width: 900px) {
  .rules { grid-template-columns: minmax(0, 1fr); padding: 10px; gap: 14px; }
  .rules-card { padding: 12px; }
  .rules-list { position: static; max-height: none; }
  .rules-list .toggle { display: block; color: inherit; padding: 8px 12px; border: 1px solid rgba(128, 128, 128, .6); border-radius: 8px; }
  .rules-list .scroll { display: none; max-height: 55vh; }
  .rules-list .scroll.open { display: block; }
  .rules .diff { grid-template-columns: minmax(0, 1fr); }
  .rules .diff .right { order: 1; box-shadow: none; }
  .rules .diff .head.right { border-top: 2px solid rgba(128, 128, 128, .5); }
  .rules .gap { display: none; }
  .rules .line { grid-template-columns: 2em 1em minmax(0, 1fr); }
  .rules-facts td:first-child, .rules-facts .range { white-space: normal; }
  .rules-facts td[data-name]::before { content: attr(data-name) " "; opacity: .75; }
  .rules-clinic { grid-template-columns: minmax(0, 1fr); }
  .rules-two { grid-template-columns: 1fr; }
  .rules-gates li { grid-template-columns: 1.6em 1fr; }
  .rules-gates li > :nth-child(n + 3) { grid-column: 2 / -1; }
  .rules-facts, .rules-facts tbody, .rules-facts tr, .rules-facts td { display: block; }
  .rules-facts tr:first-child:has(th) { display: none; }
  .rules-facts td { border: 0; padding: 0; }
  .rules-facts tr { padding: 6px 0; border-bottom: 1px solid rgba(128, 128, 128, .22); }
}
"""
CHIP = """
.dyads-nav a:has(.here) { background: rgba(0, 114, 178, .16); font-weight: 500; }
.rules-chip {
  display: inline-flex; align-items: center; gap: 6px; font-size: 16px; padding: 3px 12px; border: 1px solid rgba(128, 128, 128,
  .5); border-radius: 999px;
}
.rules-chip.faulty { border: 2px solid #D55E00; font-weight: 600; }
.dyads-nav a:has(.rules-chip) { padding: 0; }
.rules-banner { margin: 4px 20px 8px !important; font-size: 17px; }
.rules-banner a { color: inherit !important; text-decoration: underline; }
"""
"""What the bar of every page shows: where one is, and how it stands with a rule file."""
