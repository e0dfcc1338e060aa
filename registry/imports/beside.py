"""What planning keeps beside the registers of records."""

import bisect
from collections import defaultdict

from ..models import Appointment, Meeting
from ..vocabulary import Capacity


class MeetingBodies:
    """Which meeting is of which bodies: stored, and planned."""

    def __init__(self):
        self._bodies: dict[int, list[int]] | None = None
        self.meetings: dict[int, list[int]] = defaultdict(list)
        self.added: list[tuple[int, int]] = []

    @property
    def bodies(self) -> dict[int, list[int]]:
        if self._bodies is None:
            self._bodies = defaultdict(list)
            through = Meeting.bodies.through.objects
            for meeting, body in through.values_list("meeting_id", "body_id").order_by("id"):
                self._bodies[meeting].append(body)
                self.meetings[body].append(meeting)
        return self._bodies

    def add(self, meeting: int, body: int) -> bool:
        if body in self.bodies[meeting]:
            return False
        self.bodies[meeting].append(body)
        self.meetings[body].append(meeting)
        self.added.append((meeting, body))
        return True

    def of(self, body: int) -> list[int]:
        self.bodies  # noqa: B018 (reads what is stored)
        return self.meetings[body]

    def forget(self, meeting: int):
        """Of a meeting that is planned no more."""
        if self._bodies is None or not self._bodies.get(meeting):
            return
        for body in self._bodies.pop(meeting):
            self.meetings[body].remove(meeting)
        self.added = [one for one in self.added if one[0] != meeting]


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
