"""In which order the rows of a sheet can be taken that name each other."""

from collections import defaultdict

from .recipes import Recipe
from .rows import Row
from .similar import loose


class Tree:
    """The order in which rows that name each other as parents can be taken: parents first.
    A row in a circle is told which."""

    def __init__(self, recipe: Recipe, rows: list[Row]):
        self.rows, self.recipe = rows, recipe
        self.named: dict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(rows):
            for text in dict.fromkeys(loose(text) for text in recipe.names(row)):
                self.named[text].append(place)
        self.order: list[int] = []
        self.circles: dict[int, str] = {}
        state = [0] * len(rows)
        for start in range(len(rows)):
            stack = [start]
            while stack:
                place = stack[-1]
                if state[place] == 0:
                    state[place] = 1
                    for above in self.parents(place):
                        if state[above] == 0:
                            stack.append(above)
                        elif state[above] == 1 and above in stack:
                            self._circle(
                                [p for p in stack[stack.index(above) :] if state[p] == 1]
                            )
                else:
                    stack.pop()
                    if state[place] == 1:
                        state[place] = 2
                        self.order.append(place)

    def parents(self, place: int) -> list[int]:
        row = self.rows[place]
        text = row.get(self.recipe.up)
        if not text:
            return []
        found = self.named.get(loose(text), [])
        # Of several rows of that name another is meant; the top of a list may name itself.
        own_name = place in found and (len(found) > 1 or row.get("top_agency"))
        return [one for one in found if not (own_name and one == place)]

    def _circle(self, places: list[int]):
        labels = [self.recipe.label(self.rows[place]) for place in places]
        if len(places) == 1:
            self.circles[places[0]] = f"“{labels[0]}” names itself as its parent."
            return
        way = " → ".join([*labels, labels[0]])
        for place in places:
            self.circles[place] = f"The parents go in a circle: {way}."
