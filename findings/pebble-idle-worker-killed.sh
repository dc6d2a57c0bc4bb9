#!/usr/bin/env bash
# pebble: a worker that is killed while it is idle ends the whole pool for good, although one killed at work costs only its task.
#
# Version: pebble 5.2.0, Python 3.11, Linux.
# What one would guess: since the pool replaces a worker that dies at work, one that dies between two tasks costs nothing at all.
# What is seen: a worker killed during a task fails that task with ProcessExpired, and the next task runs. A worker killed after its task, before
# the next one is scheduled, leaves the pool in a state of error: the next schedule() raises RuntimeError, every time.
# Why it matters: the out-of-memory killer or an administrator picks idle workers too; a program that keeps a pool warm needs a watchdog
# that makes a new one.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" && "$folder/venv/bin/python" -m pip install -q --disable-pip-version-check pebble==5.2.0
cat > "$folder/try.py" <<'PY'
import os
import signal
import time

from pebble import ProcessExpired, ProcessPool


def work(seconds):
    time.sleep(seconds)
    return os.getpid()


def at_work():
    with ProcessPool(max_workers=1) as pool:
        first = pool.schedule(work, args=[0]).result(timeout=20)
        busy = pool.schedule(work, args=[30])
        time.sleep(1)
        os.kill(first, signal.SIGKILL)
        try:
            busy.result(timeout=20)
        except ProcessExpired:
            return pool.schedule(work, args=[0]).result(timeout=20) != first
    return False


def idle():
    pool = ProcessPool(max_workers=1)
    first = pool.schedule(work, args=[0]).result(timeout=20)
    time.sleep(1)
    os.kill(first, signal.SIGKILL)
    time.sleep(2)
    seen = []
    for _ in range(3):
        try:
            pool.schedule(work, args=[0]).result(timeout=10)
            seen.append("done")
        except Exception as error:
            seen.append(type(error).__name__)
    pool.stop()
    pool.join()
    return seen


if __name__ == "__main__":
    goes_on, seen = at_work(), idle()
    print("killed at work: the next task runs:", goes_on, "| killed idle: three further tasks:", seen)
    assert goes_on
    assert seen == ["RuntimeError"] * 3, seen
PY
timeout 120 "$folder/venv/bin/python" "$folder/try.py"
