"""The comparison with real trials in words, on disk, and as a picture."""

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.counting.words import number, percent
from experiments.drawing import figures
from experiments.real_trials.trials import THERAPIES, Comparison, as_dict

SOURCE = "Observed: the arms of the file that was given."
COLOURS = {"cbt": "#0072B2", "psychodynamic": "#D55E00", "humanistic": "#009E73"}
UNKNOWN = "not known: usual mix"
"""What arms are called whose therapy is none that the model knows."""
PANELS = {"attrition": "share lost to the arm", "change": "pre–post change (SDs at intake)"}


def told(found: Comparison) -> str:
    """What the comparison shows, and every problem of the file's rows."""
    s = as_dict(found)
    lines = [f"{s['arms']} arms, {s['clients']:,} clients, each arm simulated {s['replicates']} times", ""]
    for name, words, shown in (("attrition", "Attrition", percent), ("change", "Pre–post change, SDs", number)):
        lines.append(
            f"  {words:<22} observed {shown(s[f'{name}_observed'])}, simulated {shown(s[f'{name}_simulated'])} ({s[f'{name}_arms']} arms); "
            f"{percent(s[f'{name}_within'])} of arms within the simulated 95 % range; r over arms = {number(s[f'{name}_r'])}"
        )
    if found.problems:
        lines += [
            "",
            f"  {len(found.problems)} remark{'' if len(found.problems) == 1 else 's'} on rows (also in problems.txt):",
            *(f"    {p}" for p in found.problems[:12]),
        ]
        lines += [f"    … and {len(found.problems) - 12} more"] if len(found.problems) > 12 else []
    return "\n".join([*lines, "", f"  {SOURCE}"])


def write(found: Comparison, folder: Path) -> None:
    """Write the arms as CSV and Parquet, the problems as text, and the figure."""
    found.arms.to_csv(folder / "trials.csv", index=False)
    found.arms.to_parquet(folder / "trials.parquet", index=False)
    (folder / "problems.txt").write_text("\n".join(found.problems) + "\n", "utf-8")
    figures.save(figure(found), folder, "trials")
    figures.save(quantiles(found), folder, "trials_quantiles")


def figure(found: Comparison) -> Figure:
    """Observed against simulated, one dot an arm with its simulated 95 % range; equal on the diagonal."""
    drawn, axes = figures.canvases("Real trials beside the model, arm by arm", len(PANELS))
    for (name, words), ax in zip(PANELS.items(), axes, strict=True):
        panel(ax, found.arms.dropna(subset=[name, f"{name}_simulated"]), name, words)
    handles = {t.get_label(): t for ax in axes for t in ax.collections if not str(t.get_label()).startswith("_")}
    if handles:
        axes[0].legend(list(handles.values()), [str(k) for k in handles], frameon=False, loc="upper right", fontsize=10)
    return drawn


def panel(ax: Axes, arms: pd.DataFrame, name: str, words: str) -> None:
    """One panel of the figure."""
    ax.set_xlabel(f"observed: {words}")
    ax.set_ylabel("simulated: mean and 95 % range")
    if arms.empty:
        figures.nothing(ax, "Not reported by any arm.")
        return
    modality = arms.therapy.map(lambda code: THERAPIES.get(code, (UNKNOWN, ""))[0])
    for kind, part in arms.groupby(modality):
        colour = COLOURS.get(str(kind), "#777777")
        ax.vlines(part[name], part[f"{name}_low"], part[f"{name}_high"], color=colour, alpha=0.3, linewidth=1)
        ax.scatter(part[name], part[f"{name}_simulated"], s=10 + part.randomised / 2, color=colour, alpha=0.75, linewidth=0, label=kind)
    across, up = float(arms[name].max()) * 1.05, float(arms[f"{name}_high"].max()) * 1.05
    ax.plot([0, min(across, up)], [0, min(across, up)], color=figures.GREY, linewidth=1, dashes=(4, 3))
    ax.annotate("equal", (0.97 * min(across, up), 0.97 * min(across, up)), ha="right", va="bottom", color=figures.GREY)


LEVELS = np.arange(0.05, 0.96, 0.05)


def quantiles(found: Comparison) -> Figure:
    """The arms as distributions: quantiles observed against simulated, and where the observed stand among the replicates."""
    drawn, axes = figures.canvases("Real trials beside the model, as distributions over arms", 2 * len(PANELS), (15.0, 4.4))
    for k, (name, words) in enumerate(PANELS.items()):
        arms = found.arms.dropna(subset=[name, f"{name}_one"])
        compared, ranked = axes[2 * k], axes[2 * k + 1]
        compared.set_xlabel(f"observed: {words}")
        compared.set_ylabel("simulated, quantiles 5 to 95 %")
        ranked.set_xlabel("rank of the observed among replicates")
        ranked.set_ylabel("share of arms at or below")
        if arms.empty:
            figures.nothing(compared, "Not reported by any arm.")
            figures.nothing(ranked, "Not reported by any arm.")
            continue
        x, y = (np.quantile(arms[column], LEVELS) for column in (name, f"{name}_one"))
        compared.plot(x, y, "o-", color="#0072B2", markersize=4)
        most = float(max(x.max(), y.max()))
        compared.plot([0, most], [0, most], color=figures.GREY, linewidth=1, dashes=(4, 3))
        ranks = np.sort(arms[f"{name}_rank"])
        ranked.step(ranks, (np.arange(len(ranks)) + 1) / len(ranks), where="post", color="#D55E00", linewidth=2)
        ranked.plot([0, 1], [0, 1], color=figures.GREY, linewidth=1, dashes=(4, 3))
    return drawn
