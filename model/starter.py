"""Where a rule of one's own begins: a file that runs, and changes nothing yet."""

import inspect

from model.contract import inputs
from model.rules import DEFAULT


def starter(name: str, file: str = "my_rules.py") -> str:
    """A rule file in which the rule of this name asks for all that the default asks for, and says the same."""
    rule = DEFAULT[name]
    asked = ", ".join(inputs(rule))
    first = (inspect.getdoc(rule) or "").split("\n")[0]
    return (
        f'# {file}\nfrom {rule.__module__} import {name} as usual\n\n\ndef {name}({asked}):\n    """{first}"""\n    return usual({asked})\n'
    )
