"""What can be taken home from the page of evidence: the table, and the forest plot on paper."""

import tempfile
from pathlib import Path

import solara

from experiments import figures
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
    figure = forest(among(found, counted=True) if further else found, f"{TITLES[further]}: {kept.clinics}")
    with tempfile.TemporaryDirectory() as folder:
        files = figures.save(figure, Path(folder), "forest")
        return next(file for file in files if file.suffix == f".{kind}").read_bytes()


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
