"""The answer to a question on disk: the tidy table, what made it, and every picture."""

from functools import partial as given
from pathlib import Path

from experiments.asking import figures as study_figures
from experiments.asking.laboratory import Laboratory
from experiments.asking.study import Answer, Study
from experiments.drawing import figures
from experiments.evidence.scorecard import FIRST_SEED
from experiments.evidence.theories import candidate
from experiments.results import recording
from experiments.results.records import about_clinic
from model.scenario import Scenario


def write(asked: Study, answer: Answer, lab: Laboratory, folder: Path) -> None:
    """Write the tidy table, what made it, and every picture."""
    answer.table.to_csv(folder / f"{asked.name}.csv", index=False)
    answer.table.to_parquet(folder / f"{asked.name}.parquet", index=False)
    worlds = {world: {"base": s.name, "settings": s.settings, "do": [i.text for i in s.do]} for world, s in lab.lived.items()}
    about = {
        "study": asked.name,
        "text": asked.says,
        "says": answer.says,
        "about": answer.about,
        "seeds": len(lab.seeds),
        "dyads": lab.dyads,
    }
    made = recording.begun("study", "experiments.asking.laboratory", f"experiments.studies.{asked.name.replace('-', '_')}")
    clinic = about_clinic(Scenario(seed=FIRST_SEED), candidate().rules, "cohort")
    recording.write(folder / f"{asked.name}.json", made | clinic | about | {"worlds": worlds})
    pictures = dict(answer.figures)
    if answer.expected:
        pictures["expected_and_found"] = given(study_figures.verdicts, answer.expected, asked.question)
    for picture, drawn in pictures.items():
        figures.attempt(drawn, folder, picture)
