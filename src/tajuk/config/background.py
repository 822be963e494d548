"""What runs beside the server in its process: the press, the scheduler, tasks, and what apps bring along."""

import logging
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import close_old_connections, connections
from django.utils.module_loading import import_string
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

from tajuk.press import bell, locks, scheduler
from tajuk.press.worker import Worker

log = logging.getLogger(__name__)

Loop = Callable[[threading.Event], None]

_STOP_SECONDS = 4.0
_LONGEST_PAUSE = 30.0


def loops() -> dict[str, Loop]:
    """Return what runs in the background: each runs until the event that it is given is set."""
    brought = {path: import_string(path) for path in getattr(settings, "TAJUK_BACKGROUND", [])}
    return {"press": Worker().run, "scheduler": scheduler.Scheduler().run, "tasks": run_tasks, **brought}


def run_tasks(stop: threading.Event, *, seconds: float = 1.0) -> None:
    """Run the tasks that Wagtail and others put into the database."""
    worker = TaskWorker(
        queue_names=["*"],
        interval=seconds,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tajuk",
        excluded_queue_names=[],
    )
    while not stop.wait(seconds):
        close_old_connections()
        # Asked first, because taking a task locks the whole of an SQLite database for writing.
        if DBTaskResult.objects.ready().filter(backend_name="default").exists():
            worker.run()


class Background:
    """Runs the loops in threads, in only one of the processes that share a data folder."""

    def __init__(self) -> None:
        """Begin stopped."""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="background", daemon=True)

    def start(self) -> None:
        """Start the loops as soon as no other process runs them."""
        self._thread.start()

    def stop(self) -> None:
        """Have every loop stop, and wait a little for them."""
        self._stop.set()
        bell.ring()
        scheduler.nudge()
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)

    def _run(self) -> None:
        while not self._stop.is_set():
            with locks.sole("background.lock") as mine:
                if mine:
                    self._run_loops()
                else:
                    self._stop.wait(1.0)

    def _run_loops(self) -> None:
        threads = [
            threading.Thread(target=self._keep_running, args=(name, loop), name=name, daemon=True)
            for name, loop in loops().items()
        ]
        for thread in threads:
            thread.start()
        self._stop.wait()
        for thread in threads:
            thread.join(_STOP_SECONDS)

    def _keep_running(self, name: str, loop: Loop) -> None:
        failures = 0
        while not self._stop.is_set():
            try:
                loop(self._stop)
                return
            except Exception:
                failures += 1
                pause = min(_LONGEST_PAUSE, 2.0 ** min(failures, 10))
                log.exception("%s failed and is started again in %.0f s", name, pause)
                connections.close_all()
                self._stop.wait(pause)
            finally:
                connections.close_all()
