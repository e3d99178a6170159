"""What can be taken home from the page of evidence: the table, and the forest plot on paper."""

import solara

from experiments.drawing import figures
from experiments.evidence.score_tables import among
from experiments.evidence.scorecard import table
from experiments.evidence.scorecard_report import forest
from experiments.evidence.shipped import shipped

NAMES = {False: "therapy-dyads-scorecard", True: "therapy-dyads-patterns"}
TITLES = {False: "Published findings", True: "Further patterns"}


def csv(further: bool) -> bytes:
    """Every score of every theory, with definition and source, for a spreadsheet."""
    return table(shipped().of(further)).to_csv(index=False).encode()


def drawn(further: bool, kind: str) -> bytes:
    """The forest plot of what is counted, as the bytes of a file, `png` or `svg`, as the page of evidence in the documentation has it."""
    kept = shipped()
    found = kept.of(further)
    title = f"{TITLES[further]}: {kept.clinics}"
    return figures.bytes_of(lambda: forest(among(found, counted=True) if further else found, title), kind)


@solara.component
def Downloads(further: bool) -> None:
    """The table and the picture as files."""
    files = solara.use_memo(
        lambda: {
            f"{NAMES[further]}.csv": ("Table (CSV)", lambda: csv(further)),
            f"{NAMES[further]}.png": ("Forest plot (PNG)", lambda: drawn(further, "png")),
            f"{NAMES[further]}.svg": ("Forest plot (SVG)", lambda: drawn(further, "svg")),
        },
        [further],
    )
    with solara.Row(gap="10px", classes=["dyads-controls"], style={"align-items": "center", "flex-wrap": "wrap", "margin-top": "16px"}):
        for name, (label, data) in files.items():
            solara.FileDownload(data, name, label=label)
