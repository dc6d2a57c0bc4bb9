"""A PostgreSQL server of a test run's own: made in a temporary folder, reached by a Unix socket and by loopback, stopped at the end.

Debian's package brings the programs (tools/setup_env.py installs it where it may); without them the tests are skipped with the reason.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

import pytest

PLACES = ("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt/postgresql", "/usr/local/pgsql")
OLDEST = 15
ADMIN = "admin"
SETTINGS = {
    "fsync": "off", "full_page_writes": "off", "max_connections": "260", "shared_buffers": "64MB", "listen_addresses": "'127.0.0.1'",
    "logging_collector": "off", "log_statement": "'all'", "password_encryption": "'scram-sha-256'",
}  # fmt: skip


def programs() -> Path | None:
    """The folder with initdb of the newest server that is new enough."""
    found = [path.parent for place in PLACES for path in Path(place).parent.glob(f"{Path(place).name}*/**/bin/initdb")]
    found += [
        path for path in [Path(os.path.realpath(shutil.which("initdb") or "/")).parent] if (path / "postgres").exists()
    ]

    def version(folder: Path) -> int:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
        number = said.split()[-1].split(".")[0] if said.split() else "0"
        return int("".join(sign for sign in number if sign.isdecimal()) or 0)

    new = [folder for folder in found if version(folder) >= OLDEST]
    return max(new, key=version, default=None)


_prctl = ctypes.CDLL(None).prctl if sys.platform.startswith("linux") else None


class Cluster:
    """A running server. `address(database, user)` is how to reach it by its socket, without a password in it."""

    def __init__(self, bin_folder: Path, durable: bool = False) -> None:
        self._bin = bin_folder
        self.folder = Path(tempfile.mkdtemp(prefix="reviewer-pg-"))
        self.port = _free_port()
        self._owner = _unprivileged()
        self.log = self.folder / "server.log"
        data = self.folder / "data"
        if self._owner:
            shutil.chown(self.folder, *self._owner)
        self.folder.chmod(0o755)
        self._run("initdb", "-D", data, "-U", ADMIN, "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "--no-sync", "-N")
        with open(data / "postgresql.conf", "a", encoding="utf-8") as file:
            for key, value in (SETTINGS | ({"fsync": "on", "log_statement": "'none'"} if durable else {})).items():
                file.write(f"{key} = {value}\n")
            file.write(f"port = {self.port}\nunix_socket_directories = '{self.folder}'\n")
        # the administrator by the socket without a password, members by loopback and socket with theirs
        (data / "pg_hba.conf").write_text(
            f"local all {ADMIN} trust\nlocal all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n",
            encoding="utf-8",
        )
        self.start()

    def _run(self, program: str, *arguments: object) -> None:
        user = {"user": self._owner[0], "group": self._owner[1], "extra_groups": []} if self._owner else {}
        done = subprocess.run([self._bin / program, *map(str, arguments)], capture_output=True, text=True, check=False, cwd="/",
                              env={**os.environ, "LC_ALL": "C.UTF-8"}, **user)  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr or done.stdout}")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        user = {"user": self._owner[0], "group": self._owner[1], "extra_groups": []} if self._owner else {}
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen([self._bin / "postgres", "-D", self.folder / "data"], stdout=log, stderr=log,
                                             start_new_session=True, cwd="/",
                                             preexec_fn=_end_with_parent, **user)  # fmt: skip
        until = time.monotonic() + 30
        while not (self.folder / f".s.PGSQL.{self.port}").exists() or not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(self.log.read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def _answers(self) -> bool:
        ready = [self._bin / "pg_isready", "-q", "-h", str(self.folder), "-p", str(self.port)]
        return subprocess.run(ready, check=False).returncode == 0

    def stop(self, how: int = signal.SIGINT) -> None:
        """Stop it: SIGINT is “fast”, SIGQUIT what a power failure is."""
        if self._process.poll() is None:
            self._process.send_signal(how)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait(20)

    def use_tls(self, certificate: Path, key: Path) -> None:
        """Show this certificate to whoever comes by loopback from now on, and take nobody in who does not ask for it."""
        data = self.folder / "data"
        for path, name in ((certificate, "server.crt"), (key, "server.key")):
            shutil.copy(path, data / name)
            (data / name).chmod(0o600)
            if self._owner:
                shutil.chown(data / name, *self._owner)
        with open(data / "postgresql.conf", "a", encoding="utf-8") as file:
            file.write("ssl = on\n")
        rules = data / "pg_hba.conf"
        rules.write_text(rules.read_text(encoding="utf-8").replace("\nhost all", "\nhostssl all"), encoding="utf-8")
        self.stop()
        self.start()

    def remove(self) -> None:
        """Stop it and take its folder away."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, database: str, user: str = ADMIN, loopback: bool = False) -> str:
        """How to reach it."""
        host = "127.0.0.1" if loopback else "%2F".join(str(self.folder).split("/"))
        return f"postgresql://{user}@{host}:{self.port}/{database}"


@cache
def running() -> Cluster:
    """The server of this run; skips the test where there can be none."""
    if os.name != "posix":
        pytest.skip("a PostgreSQL server of the tests' own is only made on POSIX systems")
    pytest.importorskip("psycopg", reason="the extra “team” is not installed")
    folder = programs()
    if folder is None:
        pytest.skip(f"PostgreSQL {OLDEST} or newer is not installed (Debian: postgresql)")
    cluster = Cluster(folder)
    atexit.register(cluster.remove)
    return cluster


def _end_with_parent() -> None:
    """In the server's process: a test run that is killed leaves none behind (Linux)."""
    if _prctl is not None:
        _prctl(1, signal.SIGQUIT)  # PR_SET_PDEATHSIG


def _unprivileged() -> tuple[str, str] | None:
    """Who runs the server: it refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        import grp

        return name, grp.getgrgid(found.pw_gid).gr_name
    return None


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
