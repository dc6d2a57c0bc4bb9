"""A line that takes its time: a proxy on loopback, for where no kernel's netem is at hand."""

from __future__ import annotations

import queue
import socket
import threading
import time
from contextlib import suppress


class Delay:
    """Holds back everything for so many seconds there and back, half of it in each direction; as on a long line what follows is not held
    back by what goes before.
    """

    def __init__(self, port: int, seconds: float) -> None:
        self._half, self._port = seconds / 2, port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._ends: list[socket.socket] = [self._listener]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                ours, _ = self._listener.accept()
                theirs = socket.create_connection(("127.0.0.1", self._port))
                self._ends += [ours, theirs]
                for end in (ours, theirs):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for one, other in ((ours, theirs), (theirs, ours)):
                    under_way: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
                    threading.Thread(target=self._take, args=(one, under_way), daemon=True).start()
                    threading.Thread(target=self._give, args=(under_way, other), daemon=True).start()

    def _take(self, one: socket.socket, under_way: queue.SimpleQueue[tuple[float, bytes]]) -> None:
        data = b"begin"
        while data:
            try:
                data = one.recv(1 << 16)
            except OSError:
                data = b""
            under_way.put((time.monotonic() + self._half, data))

    def _give(self, under_way: queue.SimpleQueue[tuple[float, bytes]], other: socket.socket) -> None:
        with suppress(OSError):
            while True:
                due, data = under_way.get()
                time.sleep(max(0.0, due - time.monotonic()))
                if not data:
                    other.shutdown(socket.SHUT_WR)
                    return
                other.sendall(data)

    def close(self) -> None:
        """Cut every line, and take nobody on any more."""
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


class Narrow(Delay):
    """Lets so many bytes a second through in each direction."""

    def __init__(self, port: int, bytes_a_second: float) -> None:
        self._rate = bytes_a_second
        super().__init__(port, 0.0)

    def _take(self, one: socket.socket, under_way: queue.SimpleQueue[tuple[float, bytes]]) -> None:
        data = b"begin"
        while data:
            try:
                data = one.recv(1 << 12)
            except OSError:
                data = b""
            time.sleep(len(data) / self._rate)
            under_way.put((0.0, data))
