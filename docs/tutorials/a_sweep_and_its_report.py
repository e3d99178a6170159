# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A sweep, its sensitivity, its report
#
# One comparison asks what one change does. A sweep asks over a whole range, and of several things at once: where does an outcome
# respond, on what does it depend most, how much of what differs is luck, and how much must be simulated to know? Every number in
# the text is printed by the cell above it.

# %%
from pathlib import Path
from tempfile import mkdtemp

from scipy.stats import t

from experiments import Design, precision, report, sensitivity, sweep
from experiments.sweeps.folder import sweep_into

place = Path(mkdtemp())  # somewhere to write, which nobody needs to keep

# %% tags=["parameters"]
DYADS = 600
STEPS = 5
TRAJECTORIES = 10
SAMPLES = 64

# %% [markdown]
# ## Say what varies
#
# A design is a TOML file, or a dict with the same words. All that is wrong with one is told at once, before any work:

# %% tags=["raises-exception"]
Design.of({"scenario": "standart", "factor": [{"name": "therapists.empathy", "low": 0.3}]})

# %%
design = {
    "title": "Skill in repair, and anxious clients",
    "question": "Does skill in repair matter more where clients are anxious?",
    "scenario": "standard",
    "replicates": 3,
    "settings": {"clinic.dyads": DYADS},
    "factor": [
        {"label": "repair skill", "name": "therapists.repair_skill.mean", "low": 0.3, "high": 0.7, "steps": STEPS},
        {"label": "attachment anxiety", "name": "clients.attachment_anxiety.mean", "low": 3.0, "high": 5.0, "steps": STEPS},
    ],
}
print(f"{len(Design.of(design))} points, each under 3 seeds that all points share")

# %% [markdown]
# ## Sweep, be stopped, go on
#
# With `out` a sweep lies in a folder, and survives whatever stops it. Here somebody loses patience half-way:


# %%
def impatient(done, of, failed):
    """Stops when half of the clinics are done."""
    if done >= of / 2:
        raise KeyboardInterrupt


try:
    sweep_into(place / "grid", Design.of(design), told=impatient)
except KeyboardInterrupt:
    print("stopped; what is done is kept in", [folder.name for folder in (place / "grid").iterdir()])

# %% [markdown]
# The same call goes on where it stopped. The table is the same, to the byte, as if nothing had happened: no number depends on who
# did the work, in which order, or when.

# %%
grid = sweep(design, out=place / "grid")
undisturbed = sweep(design)
print(f"{len(grid.rows)} clinics; the same as in one go: {grid.rows.equals(undisturbed.rows)}")
grid.means()[["point", *grid.factors, "dropout", "pre_post_d", "rupture_share"]].head()

# %% [markdown]
# ## Look at it
#
# A heat map shows one outcome over both factors; the curves show every outcome along each factor, mean over the other, with 95 %
# bands over seeds.

# %%
grid.heat_map("dropout")

# %%
grid.response_curves()

# %% [markdown]
# How therapies end, along the second factor:

# %%
grid.endings("attachment anxiety")

# %% [markdown]
# Whether skill matters more where clients are anxious is a difference of differences:

# %%
means = grid.means().pivot(index="repair skill", columns="attachment anxiety", values="dropout")
gain = means.iloc[0] - means.iloc[-1]
for anxiety in (gain.index[0], gain.index[-1]):
    print(f"At anxiety {anxiety:g}, skill from {means.index[0]:g} to {means.index[-1]:g} lowers dropout by {gain[anxiety]:.3f}")
print(f"More where clients are anxious, by {gain.iloc[-1] - gain.iloc[0]:+.3f}; is that more than luck?")

# %%
wide = grid.rows.pivot(index="replicate", columns=["repair skill", "attachment anxiety"], values="dropout")
low, high = means.index[0], means.index[-1]
apart = [(wide[low, a] - wide[high, a]) for a in (means.columns[-1], means.columns[0])]
each = apart[0] - apart[1]
reach = t.ppf(0.975, len(each) - 1) * each.sem()
print("seed by seed:", ", ".join(f"{value:+.3f}" for value in each))
print(f"mean {each.mean():+.3f}, 95 % interval [{each.mean() - reach:+.3f}, {each.mean() + reach:+.3f}]")
print("The interval holds 0: this sweep does not show it." if abs(each.mean()) < reach else "The interval leaves 0 out.")

# %% [markdown]
# `sensitivity` tells it of every pair of factors of a grid and every outcome: the effect of the first factor at the last value of the
# second, less its effect at the first. Here an effect that lowers dropout is negative, so that the sign is the other one.

# %%
sensitivity(grid).table("interaction").round(3)

# %% [markdown]
# ## Which factors matter at all: Morris
#
# Trajectories through a box of six factors, along which one factor after the other moves. μ\* is the mean size of an effect over the
# factor's whole way, σ how much it depends on the rest.

# %%
box = {
    "title": "Six traits screened",
    "kind": "morris",
    "samples": TRAJECTORIES,
    "scenario": "standard",
    "settings": {"clinic.dyads": DYADS},
    "factor": [
        {"label": "empathic accuracy", "name": "therapists.empathic_accuracy.mean", "low": 0.45, "high": 0.8},
        {"label": "collaboration", "name": "therapists.collaboration.mean", "low": 0.4, "high": 0.8},
        {"label": "repair skill", "name": "therapists.repair_skill.mean", "low": 0.3, "high": 0.7},
        {"label": "attachment anxiety", "name": "clients.attachment_anxiety.mean", "low": 3.0, "high": 5.0},
        {"label": "expectation", "name": "clients.expectation.mean", "low": 0.4, "high": 0.8},
        {"label": "hostility", "name": "clients.hostility.mean", "low": 0.2, "high": 0.5},
    ],
}
screened = sensitivity(box)
screened.figure()

# %%
order = screened.table("mu_star")
print("Those that matter most stand first:", ", ".join(order.index))
order.round(3)

# %% [markdown]
# ## How much of the variance, alone and with others: Sobol'
#
# The three that matter most, once more with Saltelli's points. The *first order* index is the share of the variance of an outcome that
# goes when this factor alone is known; the *total* is what would be left if all but this factor were known. Two seeds at each point
# tell how much is luck. With `"second_order": True` there are points for pairs, too: what two factors make together, beyond what each
# makes alone.

# %%
three = [factor for factor in box["factor"] if factor["label"] in order.index[:3]]
shares = sensitivity(
    {**box, "title": "Three traits", "kind": "sobol", "samples": SAMPLES, "second_order": True, "replicates": 2, "factor": three}
)
shares.figure()

# %%
shares.indices[(shares.indices.measure == "second order") & (shares.indices.outcome == "dropout")].round(3)

# %%
shares.luck.round(3)

# %% [markdown]
# `of_clinics` is the share of luck in what differs between single clinics of this size, `of_means` between the means over seeds that
# are analysed. With larger clinics it shrinks; `precision` says how large:

# %%
print(precision("standard", settings={"clinic.dyads": DYADS}, outcome="dropout", half_width=0.02).says)

# %% [markdown]
# ## Pass it on
#
# `report` writes a sweep up as one page in one file: question, what was varied, findings, figures, what made it, how to repeat it.

# %%
page = report(grid, out=place / "report.html")
print(f"{page.file.name}: {len(page.html) / 1e6:.1f} MB, all in one file")
