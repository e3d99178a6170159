"""Nothing is fetched from beyond this machine: what pages need lies in a package, and whatever else is asked for is not there."""

from typing import NoReturn

from solara.server import cdn_helper


def refuse(url: str) -> NoReturn:
    """What is asked for does not lie here; it is told at once, where Solara would try the internet, again and again."""
    raise FileNotFoundError(url)


cdn_helper.fetch_from_cdn = refuse
