"""The life of a session, told file by file with the lines that are run and the numbers of one client's week: `docs/tour.md`."""

from docs.making import followed
from docs.making.filling import code, filled, template
from docs.making.quoting import quote
from model.rule_files.contract import inputs, known_words
from model.rules import DEFAULT


def bound(rule: str) -> str:
    """A rule as the session calls it: the function that is made from the names of its arguments."""
    known = known_words(rule, weekly=False)
    return f"```python\ndef {rule}(m):\n    return rule({', '.join(known[word] for word in inputs(DEFAULT[rule]))})\n```"


MAKERS = {
    **followed.MAKERS,
    "quote": quote,
    "bound": bound,
    "whose": lambda _: followed.CLIENT_ID,
    "scenario": lambda _: code(followed.SCENARIO),
    "week": lambda _: str(followed.WEEK),
}


def page() -> str:
    """`docs/tour.md` as the code has it today."""
    return filled(template("tour"), MAKERS)
