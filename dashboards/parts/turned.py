"""Settings that were changed, as an address has them: `name=value;name=value`."""

from collections.abc import Mapping
from typing import Any

from model.scenario import from_words


def read(text: str) -> dict[str, Any]:
    """The settings that a text says; SettingError when they cannot be read."""
    return dict(from_words(part) for part in text.split(";") if part.strip())


def written(settings: Mapping[str, Any]) -> str:
    """Settings as a text."""
    return ";".join(f"{name}={value:.6g}" if isinstance(value, float) else f"{name}={value}" for name, value in settings.items())
