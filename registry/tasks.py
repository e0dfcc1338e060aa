"""What runs beside the requests; like them it knows what time it is."""

from django.utils import timezone
from django_tasks import task

from .imports.work import carry_on


@task()
def work_on_import(work_id: int):
    carry_on(work_id, at=timezone.now(), today=timezone.localdate())
