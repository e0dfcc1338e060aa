"""What the record's own warnings say of planned rows, before anything is written.

The rules are those of `facts.warnings`. They are asked of shapes: stand-ins for records
that answer like their models out of what the planner knows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from types import MethodType

from ..dates import EARLIEST, LATEST
from ..facts import warnings
from ..models import Alias, Appointment, Attendance, Body, Meeting, Official, Position, Seat
from ..vocabulary import AttendanceRole, MeetingStatus, SeatRole


class Shape:
    """A record as it is planned. Its columns, links and derived columns are read from the
    registers; properties and methods are its model's own."""

    def __init__(self, shapes: "Shapes", register, record_id: int):
        self._shapes, self._register, self.pk = shapes, register, record_id

    def __getattr__(self, name: str):
        value = self.__dict__[name] = self._find(name)
        return value

    def _find(self, name: str):
        register = self._register
        values = register.records[self.pk]
        field = register.field_of.get(name)
        if field is not None:
            value = values[register.place[name]]
            if field.is_relation and name == field.name and value is not None:
                return self._shapes.of(field.related_model, value)
            return value
        if name in register.rules.sources:
            return register.rules.derived(name, values)
        own = getattr(register.model, name)
        return own.fget(self) if isinstance(own, property) else MethodType(own, self)

    def __str__(self):
        return self._register.model.__str__(self)


class Shapes:
    def __init__(self, planner):
        self.planner = planner
        self.made: dict[tuple, Shape] = {}

    def of(self, model, record_id: int) -> Shape:
        known = (model, record_id)
        if known not in self.made:
            register = self.planner.register(model)
            self.made[known] = Shape(self, register, record_id)
        return self.made[known]


def doubts(planner, touched: dict[type, list[int]]) -> Iterator[tuple[str, int, str]]:
    """(kind, id, sentence) of what is doubtful about the records, by model, that a chunk of
    rows makes or changes: against the record and all rows up to here."""
    shapes = Shapes(planner)
    for model, ids in touched.items():
        for rule in RULES.get(model, ()):
            for one in rule(shapes, ids):
                yield model._meta.model_name, one.record.pk, one.message


def appointment_outside_position(shapes: Shapes, ids: Iterable[int]):
    return warnings.outside_position(_bounded(shapes, Appointment, ids, "position", Position))


def seat_outside_body(shapes: Shapes, ids: Iterable[int]):
    return warnings.outside_body(_bounded(shapes, Seat, ids, "body", Body))


def _bounded(shapes, model, ids, name, owner) -> Iterator[Shape]:
    """Those whose position or body has a first or a last day at all: hardly any."""
    register, owners = shapes.planner.register(model), shapes.planner.register(owner)
    bounded: dict[int, bool] = {}
    for one in ids:
        owner_id = register.get(one, name)
        if owner_id not in bounded:
            values = owners.records[owner_id]
            bounded[owner_id] = (
                owners.rules.derived("earliest_start", values) > EARLIEST
                or owners.rules.derived("latest_end", values) < LATEST
            )
        if bounded[owner_id]:
            yield shapes.of(model, one)


def two_chairs(shapes: Shapes, ids: Iterable[int]):
    register = shapes.planner.register(Seat)
    asked = {one for one in ids if register.get(one, "role") == SeatRole.CHAIR}
    bodies = dict.fromkeys(register.get(one, "body") for one in asked)
    chairs = [
        shapes.of(Seat, one)
        for body in bodies
        for one in register.find(("body_id", "role"), body, SeatRole.CHAIR.value)
    ]
    return warnings.chairs_at_once(chairs, asked)


def meeting_outside_body(shapes: Shapes, ids: Iterable[int]):
    register = shapes.planner.register(Meeting)
    bodies = shapes.planner.list_of(Meeting, "bodies").held
    return warnings.held_outside(
        (shapes.of(Meeting, one), shapes.of(Body, body))
        for one in ids
        if register.get(one, "status") == MeetingStatus.HELD
        for body in bodies[one]
    )


def attendance_not_covered(shapes: Shapes, ids: Iterable[int]):
    """An official of whom the record knows no appointment at all is told once, not at each
    of a hundred meetings."""
    register, held = shapes.planner.register(Attendance), shapes.planner.register(Appointment)
    listed = [
        one
        for one in ids
        if register.get(one, "official") and register.get(one, "role") != AttendanceRole.GUEST
    ]
    held.load({register.get(one, "official") for one in listed})
    appointments, asked = defaultdict(list), []
    for one in listed:
        official = register.get(one, "official")
        if official not in appointments:
            for other in held.find(("official_id",), official):
                appointments[official].append(shapes.of(Appointment, other))
        if appointments[official]:
            asked.append(shapes.of(Attendance, one))
        elif official not in shapes.planner.without_post:
            shapes.planner.without_post.add(official)
            asked.append(shapes.of(Attendance, one))
    return warnings.not_covered(asked, appointments)


def position_of_another_agency(shapes: Shapes, ids: Iterable[int]):
    register = shapes.planner.register(Attendance)
    return warnings.of_another_agency(
        shapes.of(Attendance, one)
        for one in ids
        if register.get(one, "position") and register.get(one, "agency")
    )


def alias_of_another(shapes: Shapes, ids: Iterable[int]):
    aliases = [shapes.of(Alias, one) for one in ids]
    officials = shapes.planner.register(Official)
    owners = {
        name: [shapes.of(Official, one) for one in officials.find(("name_folded",), name)]
        for name in {one.name_folded for one in aliases}
    }
    return warnings.also_names(aliases, owners)


# Overlapping holders are told by `recipes.appointments.check_overlaps`, with their rows.
RULES = {
    Appointment: [appointment_outside_position],
    Seat: [seat_outside_body, two_chairs],
    Meeting: [meeting_outside_body],
    Attendance: [attendance_not_covered, position_of_another_agency],
    Alias: [alias_of_another],
}
