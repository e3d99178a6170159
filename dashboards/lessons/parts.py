"""Small parts that lessons are made of."""

import reacton.ipyvuetify as rv
import solara


@solara.component
def Icon(name: str) -> None:
    """A small picture beside words."""
    rv.Icon(children=[name], small=True, class_="ml-1")


@solara.component
def Tag(tag: str, text: str, classes: str = "") -> None:
    """Text in an element of HTML; it is never read as markup."""
    rv.Html(tag=tag, children=[text], class_=classes)
