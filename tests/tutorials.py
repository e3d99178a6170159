"""Runs the tutorials in a Jupyter kernel, and writes the notebooks that are shown: python -m tests.tutorials [--quick].

The scripts in `docs/tutorials/` are what is edited; the notebooks beside them are made from them, with all that the run printed.
"""

import argparse
import re
import time
from base64 import b64decode, b64encode
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PLACE = Path(__file__).parents[1] / "docs" / "tutorials"
SCRIPTS = sorted(PLACE.glob("*.py"))
LARGEST = 400_000
"""Bytes of a notebook, at most: more is no page to read."""
SMALL = {"DYADS": 120, "SEEDS": 2, "STEPS": 2, "TRAJECTORIES": 4, "SAMPLES": 4}
"""What is simulated when all that matters is that it runs."""
PARAMETERS = "parameters"


def cells(script: Path) -> list[str]:
    """The source of each cell of a script in its order, as text."""
    return [part.strip("\n") for part in re.split(r"^# %%.*\n", script.read_text("utf-8"), flags=re.MULTILINE)[1:]]


def made_small(source: str) -> str:
    """A cell with every number that says how much is simulated made small."""
    return re.sub(r"^(\w+) = \d+$", lambda found: f"{found[1]} = {SMALL.get(found[1], 0) or found[0]}", source, flags=re.MULTILINE)


def executed(script: Path, quick: bool = False) -> Any:
    """The notebook of a script, with all that a kernel of its own shows of it; raises where a cell fails that should not."""
    import jupytext
    from nbclient import NotebookClient
    from traitlets.config import Config

    notebook = jupytext.read(script)
    for number, cell in enumerate(notebook.cells, 1):
        cell["id"] = f"cell-{number}"
        if quick and PARAMETERS in cell.metadata.get("tags", ()):
            cell.source = made_small(cell.source)
    with TemporaryDirectory() as place:
        private = Config(KernelManager={"transport": "ipc", "ip": f"{place}/kernel"})  # heard by nobody else
        how: Any = {"timeout": 600, "record_timing": False, "resources": {"metadata": {"path": place}}}
        NotebookClient(notebook, kernel_name="python3", config=private, **how).execute()
    notebook.metadata.pop("language_info", None)  # which Python it was
    for cell in notebook.cells:
        if "outputs" in cell:
            cell.outputs = [shown for shown in cell.outputs if not is_progress(shown)]
        for shown in cell.get("outputs", ()):
            if png := shown.get("data", {}).get("image/png"):
                shown.data["image/png"] = lighter(png)
    return notebook


def is_progress(shown: Any) -> bool:
    """Whether this is a line that said how far the work was, which is of no use to who comes later."""
    return shown.output_type == "display_data" and set(shown.data) == {"text/plain"}


def lighter(png: str) -> str:
    """A picture, in base64, in no more than 128 colours: a fraction of the bytes, and hardly to be told apart."""
    from PIL import Image

    found = BytesIO()
    Image.open(BytesIO(b64decode(png))).convert("RGB").quantize(128).save(found, "png", optimize=True)
    return b64encode(found.getvalue()).decode()


def write(script: Path) -> Path:
    """Write the notebook of a script beside it; ValueError when it is too large to be read."""
    import nbformat

    file, text = script.with_suffix(".ipynb"), nbformat.writes(executed(script))
    if len(text.encode()) > LARGEST:
        raise ValueError(f"{file.name} would have {len(text.encode()):,} bytes; {LARGEST:,} are the most: show less.")
    file.write_text(text + "\n", "utf-8")
    return file


def main() -> None:
    """Run every tutorial, and say how long it took and how large it is."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quick", action="store_true", help="Simulate little, and write nothing.")
    quick = asked.parse_args().quick
    for script in SCRIPTS:
        began = time.perf_counter()
        size = len(executed(script, quick).cells) if quick else write(script).stat().st_size
        print(f"{script.stem}: {time.perf_counter() - began:.0f} s, {size:,} {'cells' if quick else 'bytes'}")


if __name__ == "__main__":
    main()
