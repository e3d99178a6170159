"""Studies: one file each, whose docstring says the question, what the literature leads one to expect, and the command.

A study is a module with `run(lab) -> Answer`; its name is that of its file, with hyphens. Nothing else is to be edited:
`experiments/asking/catalogue.py` finds it.
"""
