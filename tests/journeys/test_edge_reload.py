"""Row 41: new workers take over in the running product, and no request fails."""

import os
import signal
import threading
import time

import pytest

from tests.journeys.conftest import soon
from tests.product import Product, newsroom
from tests.unit.edge.test_reload import workers


@pytest.mark.long
def test_row_41_no_request_fails_while_the_workers_are_replaced(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with Product(newsroom(tmp_path_factory.mktemp("ganti") / "data")) as product:
        path, stop = product.path("lengkap"), threading.Event()
        soon(lambda: product.get(path).headers.get("etag"), 30)
        statuses: dict[str, list[int]] = {page: [] for page in (path, "/", "/desk/login/", "/cari?q=emas")}
        failures: list[str] = []

        def read(page: str) -> None:
            while not stop.is_set():
                try:
                    statuses[page].append(product.get(page).status_code)
                except Exception as error:
                    failures.append(f"{page}: {error!r}")

        readers = [threading.Thread(target=read, args=(page,)) for page in statuses]
        before = workers(product.pid)
        for reader in readers:
            reader.start()
        time.sleep(1)
        os.kill(product.pid, signal.SIGHUP)
        soon(lambda: before.isdisjoint(workers(product.pid)), 60)
        time.sleep(1)
        stop.set()
        for reader in readers:
            reader.join()
        assert failures == []
        assert {page: set(codes) for page, codes in statuses.items()} == {page: {200} for page in statuses}
        [story] = product.publish({"headline": "Judul kenariganti"})
        soon(lambda: product.get(story["path"]).status_code == 200, 20)
