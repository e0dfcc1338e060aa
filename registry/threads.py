"""Tasks in a thread of this very process: nothing to install and nothing to run beside the
site. What waits or is being done when the process ends is begun again by who asked for it."""

import threading

from django.db import connections
from django_tasks.backends.immediate import ImmediateBackend

TURN = threading.Lock()  # one at a time in a process, for the memory that each takes


class ThreadBackend(ImmediateBackend):
    def _execute_task(self, task_result):
        # A daemon, so that the site stops when it is told to.
        threading.Thread(
            target=self._execute_in_thread,
            args=[task_result],
            name=f"task {task_result.id}",
            daemon=True,
        ).start()

    def _execute_in_thread(self, task_result):
        with TURN:
            try:
                super()._execute_task(task_result)
            finally:
                connections.close_all()
