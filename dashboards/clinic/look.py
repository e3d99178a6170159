"""How the clinic page looks."""

CLINIC = """
.clinic { display: grid; grid-template-columns: 330px minmax(0, 1fr); gap: 20px; padding: 12px 20px; align-items: start; }
.clinic-controls { position: sticky; top: 8px; max-height: calc(100vh - 16px); overflow-y: auto; padding: 8px 10px 8px 2px; }
.clinic-controls .v-expansion-panel { background: transparent !important; }
.clinic-controls .v-expansion-panel-header { font-size: 18px; font-weight: 500; padding: 8px 4px; min-height: 40px; }
.clinic-controls .v-expansion-panel-content__wrap { padding: 0 4px 12px; }
.clinic-busy { position: fixed; top: 0; left: 0; right: 0; z-index: 9; }
.clinic-keys { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px; }
.clinic-key { border: 1px solid rgba(128, 128, 128, .35); border-radius: 12px; padding: 8px 12px; font-size: 16px; line-height: 1.3; }
.clinic-value { font-size: 32px; font-weight: 500; line-height: 1.2; font-variant-numeric: tabular-nums; }
.clinic-caution { line-height: 1.25; opacity: .9; }
a .clinic-caution { text-decoration: underline; text-underline-offset: 3px; }
.clinic-key a { color: inherit !important; }
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
  .clinic-keys { grid-template-columns: 1fr 1fr; }
}
"""
