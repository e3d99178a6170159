"""How a scenario wants its story told: of whom, under which name, and what counts as the same course."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, StrictStr, field_validator

from model.courses import FEATURES
from model.errors import SettingError, did_you_mean


def address(client: str) -> tuple[int, int]:
    """Therapist and place, both from 1, of a client written as `3-12`."""
    therapist, dash, place = client.partition("-")
    if not (client.isascii() and dash and therapist.isdigit() and place.isdigit() and int(therapist) > 0 and int(place) > 0):
        raise SettingError(f"a client is written THERAPIST-PLACE, both from 1, as in 3-12; got {client!r}.")
    return int(therapist), int(place)


class Tell(BaseModel):
    """What a scenario file may say of its story; `course` names features that together are the course it shows."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    client: StrictStr = "1-1"
    name: StrictStr = ""
    pronoun: Literal["they", "she", "he"] = "they"
    small_task: StrictStr = "a small step"
    middling_task: StrictStr = "a middling step"
    big_task: StrictStr = "a big step"
    course: tuple[StrictStr, ...] = ()

    @field_validator("client")
    @classmethod
    def is_a_client(cls, client: str) -> str:
        """The client, if written as one."""
        address(client)
        return client

    @field_validator("course")
    @classmethod
    def is_known(cls, course: tuple[str, ...]) -> tuple[str, ...]:
        """The features, if there are such."""
        for name in course:
            if name not in FEATURES:
                raise ValueError(f"{name} is no feature of a course.{did_you_mean(name, FEATURES)} Features: {', '.join(FEATURES)}")
        return course
