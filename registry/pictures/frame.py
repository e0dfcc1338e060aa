from dataclasses import dataclass


@dataclass(frozen=True)
class Frame:
    """What every picture has (templates/registry/_picture.html draws it)."""

    name: str  # of the picture, in the page's fragments
    title: str
    description: str  # for who can't see it
    width: int  # in CSS pixels
    height: int
