"""A workspace with its people on the server of the test run (postgres.py)."""

from __future__ import annotations

import uuid

import postgres
from team_documents import make_document

from reviewer.model.review import Review
from reviewer.workspace.address import Address
from reviewer.workspace.schema import Administration
from reviewer.workspace.server import CLIENT, Server
from reviewer.workspace.terms import Claimed, Read
from reviewer.workspace.transport import layout_of, pack


class Team:
    """A workspace with its people. `secret` is everybody's password."""

    secret = "Wolke-7-über-dem-See"

    def __init__(self, cluster: postgres.Cluster, name: str) -> None:
        self.cluster, self.name = cluster, name
        self.address = Address.parse(cluster.address(name))
        self._open: list[Server] = []
        self._count = 0

    def admin(self, make: bool = False) -> Administration:
        return Administration(self.address, make_database=make)

    def member(self, name: str, role: str = "clerk") -> Server:
        """A new connection of a member, who is made where there is none of that name and role yet."""
        with self.admin() as admin:
            admin.add_user(name, role, self.secret)
        return self.enter(name)

    def enter(self, name: str, client: int = CLIENT) -> Server:
        server = Server.connect(self.address_of(name), self.secret, client)
        self._open.append(server)
        return server

    def address_of(self, name: str) -> Address:
        return Address.parse(self.cluster.address(self.name, name, loopback=True))

    def put_in(self, *reviews: Review) -> list[int]:
        """Documents that are read already."""
        numbers = []
        with Server.connect(self.address) as server:
            for review in reviews:
                number, is_new, _ = server.add_source(review.source.name, review.source.data)
                numbers.append(number)
                if is_new:
                    job = server.claim_job("test", 60)
                    while job is not None and job.document != number:  # another test left it, and it ran out
                        job = server.claim_job("test", 60)
                    assert job is not None
                    read = Read(pack(review), "0", str(review.root.value("department")), "2024", layout_of(review),
                                review.count_doubtful(), 12, "")  # fmt: skip
                    assert server.finish_job(job, read)
        return numbers

    def fresh(self) -> int:
        """One more document, that nobody else waits for."""
        self._count += 1
        return self.put_in(make_document(f"新项目{self._count}-{uuid.uuid4().hex[:6]}"))[0]

    def claim(self, server: Server, document: int) -> Claimed:
        claimed = server.claim_one(document)
        assert claimed is not None
        return claimed

    def sql(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """As the owner of the database."""
        with self.admin() as admin:
            cursor = admin.db.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def let_run_out(self, document: int) -> None:
        self.sql("UPDATE reviewer.document SET held_until = now() - interval '1 second' WHERE id = %s", document)

    def close(self) -> None:
        for server in self._open:
            server.close()
