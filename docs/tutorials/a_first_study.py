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
# # A first study
#
# What would change in a clinic if its therapists were better at repairing ruptures? And what if hope mattered more for who
# stays? This page lives a clinic, reads one therapy in it, changes one thing under the same luck, changes a rule, and asks
# whether the answer survives other luck. Every number in the text is printed by the cell above it.
#
# It is a teaching and research model with assumed and fitted parts, not a clinical tool.

# %%
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

from experiments import compare, dictionary, parameters, precision, replay, run, story

# %% tags=["parameters"]
DYADS = 600
SEEDS = 5

# %% [markdown]
# ## Live a clinic
#
# `run` takes the name of a shipped scenario (`scenarios()` lists them), or a file, and changes parameters by their dotted names
# (`parameters()`). It is what `dyads run` does; nothing is written unless `out` says where.

# %%
size = {"clinic.dyads": DYADS}
clinic = run("standard", settings=size, seed=1)
clinic.summary[["dyads", "therapists", "sessions", "dropout", "mean_sessions", "pre_post_d"]]

# %% [markdown]
# The tables are those of pandas: one row per dyad, one per session, one per assessment. What a column means, and in which unit,
# `dictionary` says.

# %%
clinic.dyads[["client_id", "ending", "sessions_attended", "distress_score_intake", "distress_score_last", "ruptures", "repairs"]].head()

# %%
dictionary("ending")

# %% [markdown]
# Therapies end by several roads. Whoever drops out has rated the alliance lower from early on:

# %%
clinic.alliance_courses()

# %%
clinic.cumulative_incidence()

# %% [markdown]
# ## Read one therapy
#
# A client is named by therapist and place in her queue, as 3-5. `story` tells a therapy from its recorded rows alone; without a name it
# is that of whom the scenario is about. This is Sarah's:

# %%
told = story("sarah")
told

# %%
told.course()

# %% [markdown]
# Above: bond, tasks and goals, as they truly are, and as both rate them; each vertical line is a rupture, dotted until it is
# repaired. Below: the distress questionnaire, and the cut-off beneath which nobody counts as clinical.

# %% [markdown]
# ## Change one thing, under the same luck
#
# `compare` lives the clinic twice. Every random draw has an address (seed, therapist, place in her queue, session, event), so the two
# share all luck, and what differs is the effect of what was changed, client by client.

# %%
parameters("therapists.repair_skill.mean")[["default", "low", "high", "meaning"]]

# %%
skilled = {"therapists.repair_skill.mean": 0.7}
effect = compare("standard", both=size, settings=skilled, seed=1)
effect

# %% [markdown]
# `difference` is the mean of B less A over dyads, with its 95 % interval, clustered by therapist, since clients of one therapist are
# alike. `variance_saved` says how many times larger the variance would be if the two clinics did not share their luck:

# %%
by_outcome = effect.frame.set_index("outcome")
for outcome in ("dropout", "improvement", "repaired"):
    d = by_outcome.loc[outcome]
    print(f"{outcome}: {d.difference:+.3f} [{d.low:+.3f}, {d.high:+.3f}]; luck saved: {d.variance_saved:.1f} ×")

# %% [markdown]
# ## A rule of your own
#
# A rule is a short function of named numbers. `rules()` lists all of them; a file with a function of the same name replaces one. Here
# hope decides who stays away for good, and the alliance does not:

# %%
place = Path(mkdtemp())  # somewhere to write, which nobody needs to keep
mine = place / "my_rules.py"
mine.write_text('''
from model.maths import logistic


def dropout_chance(hope, strain, p):
    """Probability that the client stays away for good, 0 to 1: the hopeless leave."""
    return logistic(p.dropout_base - 3.0 * (hope - 0.5) + strain)
''')
hopeful = compare("standard", both=size, rules=mine, seed=1)
hopeful.frame[["outcome", "a", "b", "difference", "low", "high"]].round(3)

# %% [markdown]
# What is asked for is checked before anything is lived, rule files too. All that is wrong is told at once, with what would be right:

# %% tags=["raises-exception"]
run("small", settings={"therapists.repair_skil.mean": 0.7, "rules.bond_gain": 1.4})

# %% [markdown]
# ## Does it hold under other luck?
#
# One seed is one draw of therapists and clients. The same comparison under several seeds:

# %%
again = pd.DataFrame(
    [
        {"seed": seed, **compare("standard", both=size, settings=skilled, seed=seed).frame.set_index("outcome").loc["dropout"]}
        for seed in range(1, SEEDS + 1)
    ]
)[["seed", "a", "b", "difference", "low", "high"]]
again.round(3)

# %%
spread = again.difference.std()
print(f"Dropout changes by {again.difference.mean():+.3f} on average over {SEEDS} seeds (SD of single seeds {spread:.3f}).")
print(f"The share who drop out, in A, goes from {again.a.min():.3f} to {again.a.max():.3f} from seed to seed.")

# %% [markdown]
# The effect moves from seed to seed by less than the shares themselves do: that is what the same luck on both sides buys. How much
# to simulate for a share that is known to within two points, `precision` says from a pilot:

# %%
needed = precision("standard", settings=size, outcome="dropout", half_width=0.02)
print(needed.says)

# %% [markdown]
# ## Keep it, and come back to it
#
# With `out` all tables, figures, the data dictionary and a record of everything that made them go into a folder. Any row can be
# lived again from that record, and is the same to the last bit:

# %%
kept = run("small", settings=skilled, out=place / "kept")
once_more = replay(place / "kept", "3-5")
print("The same, to the last bit:", once_more.same)
print(sorted(file.name for file in (place / "kept").iterdir() if file.suffix in (".parquet", ".json", ".csv")))

# %% [markdown]
# Next: [a sweep, its sensitivity, its report](a_sweep_and_its_report.ipynb).
