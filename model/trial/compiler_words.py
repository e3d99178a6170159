"""What the compiler does not take, in plain words, with what to write instead: its commonest messages, which name types and no fix."""

import re

COMMONEST = (
    (r"Function\(<class 'float'>\).*>>> float\(bool\)", "float(…) cannot take a comparison; write 1.0 if … else 0.0"),
    (r"Cannot unify .* for '(?P<name>\w+)", "{name} is a number on one path and something else on another; let it be a number on each"),
    (r"<built-in function (?:and|or|xor)_>\)", "& and | are for whole numbers; between conditions write and, or"),
    (r">>> getitem\(\w*Tuple\(.*float64\)", "a place in a tuple is a whole number; write int(…) around it"),
    (r"imprecise type: (?:list|dict|set)", "lists that begin empty are of no kind; keep numbers, and add them up in a for loop"),
    (r"use of yield|generator", "a for within brackets is more than it takes; write the loop out, line by line"),
)
"""Patterns of the compiler's messages, each with what is wrong and what would be right."""


def in_words(message: str) -> str:
    """What a message of the compiler means, and what to write instead; nothing where it is none of the commonest."""
    for pattern, words in COMMONEST:
        if found := re.search(pattern, message, re.DOTALL):
            return words.format(**found.groupdict())
    return ""
