"""What planning keeps beside the registers of records."""

import bisect
from collections import defaultdict

from ..models import Appointment
from ..vocabulary import Capacity


class Links:
    """One kind's links to several others, like the bodies of a meeting: stored, and planned."""

    def __init__(self, model, name: str):
        self.field = model._meta.get_field(name)
        self.kind = model._meta.model_name
        self.other_kind = self.field.related_model._meta.model_name
        self.through = self.field.remote_field.through
        self.mine = f"{self.field.m2m_field_name()}_id"
        self.theirs = f"{self.field.m2m_reverse_field_name()}_id"
        self._held: dict[int, list[int]] | None = None
        self._holders: dict[int, list[int]] = defaultdict(list)
        self.added: list[tuple[int, int]] = []

    @property
    def held(self) -> dict[int, list[int]]:
        """What each record is linked to, in the order of arrival."""
        if self._held is None:
            self._held = defaultdict(list)
            rows = self.through.objects.order_by("id").values_list(self.mine, self.theirs)
            for one, other in rows:
                self._held[one].append(other)
                self._holders[other].append(one)
        return self._held

    def add(self, one: int, other: int) -> bool:
        if other in self.held[one]:
            return False
        self.held[one].append(other)
        self._holders[other].append(one)
        self.added.append((one, other))
        return True

    def of(self, other: int) -> list[int]:
        """The records that are linked to that one."""
        self.held  # noqa: B018 (reads what is stored)
        return self._holders[other]

    def forget(self, one: int):
        """Of a record that is planned no more."""
        if self._held is None or not self._held.get(one):
            return
        for other in self._held.pop(one):
            self._holders[other].remove(one)
        self.added = [pair for pair in self.added if pair[0] != one]


class Lines:
    """The confirmed holders of positions that one holds at a time, to tell overlaps."""

    def __init__(self):
        self.lines: dict[int, list[tuple]] = {}

    def load(self, positions: set[int]):
        new = {one for one in positions if one not in self.lines}
        for one in new:
            self.lines[one] = []
        stored = Appointment.objects.filter(
            position__in={one for one in new if one > 0}, capacity=Capacity.CONFIRMED
        )
        for position, *line in stored.values_list(
            "position_id", "latest_start", "earliest_end", "id", "official_id"
        ):
            self.lines[position].append(tuple(line))
        for one in new:
            self.lines[one].sort()

    def put(self, position, start, end, record_id, official):
        """Put a holder into the line; returns those of others' that certainly overlap."""
        line = self.lines[position]
        line[:] = [one for one in line if one[2] != record_id]
        mine = (start, end, record_id, official)
        at = bisect.bisect(line, mine)
        line.insert(at, mine)
        near = [*line[max(0, at - 5) : at], *line[at + 1 : at + 2]]
        return [
            one
            for one in near
            # Who takes over on the last day of another does not overlap.
            if one[0] < end and start < one[1] and one[3] != official
        ]
