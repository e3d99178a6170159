"""What Solara is told before it is imported: no telemetry, no banner, nothing from beyond this machine."""

import os

SETTINGS = {
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_KERNEL_CULL_TIMEOUT": "10m",
}
"""Set where the person who starts the server has not set them; a page that was cut off is kept for ten minutes."""
RULES = "DYADS_RULES"
"""The environment variable that carries the rule file from the command to the page."""

for name, value in SETTINGS.items():
    os.environ.setdefault(name, value)
