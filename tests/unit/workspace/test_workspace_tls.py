"""A server across the network: its certificate is looked at, and what does not fit is a sentence, never a connection."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest
from team import Team

from reviewer.workspace.address import Address, WorkspaceError
from reviewer.workspace.server import Server

NAME = "db.qinghe.test"
"""Resolved nowhere: the address says where it is (hostaddr), and the certificate has to be of this name all the same."""


def openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


def authority(folder: Path, name: str) -> tuple[Path, Path]:
    """A root certificate and its key."""
    root, key = folder / f"{name}.crt", folder / f"{name}.key"
    openssl(
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", 30, "-subj", "/CN=Root", "-keyout", key, "-out", root
    )
    return root, key


def signed(folder: Path, name: str, root: tuple[Path, Path]) -> tuple[Path, Path]:
    """A server's certificate of a name, signed by a root, and its key."""
    asked, key, made, names = (folder / f"{name}{end}" for end in (".csr", ".key", ".crt", ".ext"))
    names.write_text(f"subjectAltName=DNS:{name}\n")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", key, "-out", asked)
    openssl("x509", "-req", "-in", asked, "-CA", root[0], "-CAkey", root[1], "-CAcreateserial", "-days", 30,
            "-extfile", names, "-out", made)  # fmt: skip
    return made, key


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Team, Path]]:
    """A team whose server shows a certificate of NAME, and the root that signed it."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificates of this test and is not installed")
    programs = postgres.running() and postgres.programs()
    assert programs is not None
    folder = tmp_path_factory.mktemp("证书 根")
    root = authority(folder, "根")
    cluster = postgres.Cluster(programs)
    cluster.use_tls(*signed(folder, NAME, root))
    team = Team(cluster, "far")
    with team.admin(make=True) as admin:
        admin.create()
        admin.add_user("w5", "clerk", team.secret)
    yield team, root[0]
    team.close()
    cluster.remove()


def address(team: Team, host: str, **options: object) -> Address:
    rest = "&".join(f"{key}={value}" for key, value in {"hostaddr": "127.0.0.1", **options}.items())
    return Address.parse(f"postgresql://w5@{host}:{team.cluster.port}/{team.name}?{rest}")


def test_a_clerk_gets_in_where_the_root_signed_the_server_of_this_name(far: tuple[Team, Path]) -> None:
    team, root = far
    with Server.connect(address(team, NAME, sslrootcert=root), team.secret) as server:
        assert server.hello.name == "w5"
        (row,) = server._db.execute("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchall()
    assert row[0], "the line is encrypted"
    assert row[1] in ("TLSv1.2", "TLSv1.3")


def test_nobody_gets_a_password_who_shows_another_name_or_another_root(far: tuple[Team, Path], tmp_path: Path) -> None:
    team, root = far
    other, _ = authority(tmp_path, "other")
    for asked in (address(team, "other.qinghe.test", sslrootcert=root), address(team, NAME, sslrootcert=other)):
        seen = len(team.cluster.log.read_text(errors="replace"))
        with pytest.raises(WorkspaceError, match=r"certificate|证书") as told:
            Server.connect(asked, team.secret)
        assert team.secret not in str(told.value)
        assert "\n" not in str(told.value)
        assert "w5" not in team.cluster.log.read_text(errors="replace")[seen:], "not even the name was told"


def test_a_root_that_is_not_there_and_a_server_without_tls_are_said(
    far: tuple[Team, Path], cluster: postgres.Cluster, tmp_path: Path
) -> None:
    team, root = far
    with pytest.raises(WorkspaceError) as told:
        Server.connect(address(team, NAME, sslrootcert=tmp_path / "无.crt"), team.secret)
    assert "无.crt" in str(told.value)
    plain = f"postgresql://w5@{NAME}:{cluster.port}/far?hostaddr=127.0.0.1&sslrootcert={root}"
    with pytest.raises(WorkspaceError, match="SSL"):
        Server.connect(Address.parse(plain), team.secret)
