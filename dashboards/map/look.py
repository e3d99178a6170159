"""How the map page looks."""

MAP = """
.map { display: grid; grid-template-columns: 330px minmax(0, 1fr); gap: 24px; padding: 12px 20px; align-items: start; }
.map-controls { padding: 8px 2px; }
.map-side { border-left: 4px solid rgba(0, 114, 178, .55); padding: 2px 0 2px 12px; }
.map-side h3 { font-size: 16px; font-weight: 500; margin: 0 0 8px; }
.map-name { font-size: 17px !important; line-height: 1.3 !important; }
.map-meaning { font-size: 16px !important; font-weight: 400 !important; line-height: 1.3 !important; }
.map-meaning { white-space: normal !important; max-width: 30em; }
.map-three { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 8px; margin-top: 10px; }
.map-three > * { min-width: 0 !important; }
.map-head h2 { font-size: 1.45em; font-weight: 500; margin: 0; line-height: 1.25; }
.map-told { font-size: 19px; line-height: 1.5; min-height: 5.6em; max-width: 62em; }
.map-told p { margin: 0; }
.map .quiet { font-size: 16px; }
.map-progress { min-height: 44px; display: flex; gap: 14px; align-items: center; flex-wrap: wrap; }
.map-progress .v-progress-linear { flex: 1 1 160px; }
.map-count { font-variant-numeric: tabular-nums; }
.map-card h3 { font-size: 1.1em; font-weight: 500; margin: 12px 0 0; }
.map-table summary { cursor: pointer; padding: 8px 0; font-size: 17px; }
.map-scroll { overflow-x: auto; }
.map-table table { border-collapse: collapse; font-size: 16px; font-variant-numeric: tabular-nums; }
.map-table caption { text-align: left; padding: 4px 0; opacity: .8; }
.map-table thead td { border: 0; }
.map-table th { font-weight: 500; padding: 6px 12px; text-align: right; white-space: nowrap; }
.map-table td { padding: 0; text-align: right; border: 1px solid rgba(128, 128, 128, .3); }
.map-table td a, .map-table td span { display: block; padding: 6px 12px; color: inherit !important; white-space: nowrap; }
.map-table td a:hover { background: rgba(0, 114, 178, .16); }
@media (max-width: 900px) {
  .map { grid-template-columns: minmax(0, 1fr); padding: 10px; }
  .map-told { font-size: 17px; }
}
@media print { .map { display: block; } }
"""
