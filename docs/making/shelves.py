"""Which pages the site has, where each comes from, and on which shelf it stands."""

from collections.abc import Mapping

README: Mapping[str, tuple[str, ...]] = {
    "start": ("Therapy dyads",),
    "the-model": ("What is it", "How it works", "Extending the model"),
    "commands-by-purpose": ("How to use it",),
    "a-rule-of-your-own": ("A rule of your own",),
    "from-outside": ("Doing something from outside",),
    "a-sweep-of-your-own": ("A sweep of your own",),
    "the-pages": ("The pages",),
    "things-to-notice-and-try": ("Things to notice", "Things to try"),
    "evidence-and-limits": ("Evidence and limits", "How to cite"),
}
"""Pages made of parts of the README, by their headings; parts that are named nowhere become pages of their own."""
TITLES = {
    "start": "Install and run",
    "the-model": "What it is, and how it works",
    "commands-by-purpose": "Which command does what",
    "things-to-notice-and-try": "Things to notice and to try",
    "evidence-and-limits": "Evidence and limits, and how to cite",
}
"""Headings of those whose first heading says too little by itself."""
SHELVES: Mapping[str, tuple[str, ...]] = {
    "Begin": ("start", "the-model", "things-to-notice-and-try", "commands-by-purpose", "the-pages"),
    "Tutorials": ("tutorials/*", "exercises/index", "exercises/[0-9]*"),
    "Make it your own": ("a-rule-of-your-own", "rule_files", "from-outside", "a-sweep-of-your-own", "sweeps", "reproducing"),
    "The model": ("tour", "odd", "mechanisms", "glossary"),
    "Evidence": ("evidence-and-limits", "evidence", "references", "performance"),
    "Reference": ("commands", "scenarios", "parameters", "dictionary", "python"),
    "The project": ("contributing", "changelog"),
}
"""Pages in the order of the contents; `*` stands for all that are there. What is named nowhere stands last."""
ELSEWHERE = "More"
