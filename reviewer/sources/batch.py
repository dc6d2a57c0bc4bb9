"""A zip of sources as a batch: its members have paths of their own (`a.zip/表.xlsx`), and are unpacked into memory only."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from reviewer.base.i18n import tr
from reviewer.sources.containers import ZIP_SIGNATURES
from reviewer.sources.reader import SourceError

SUFFIX = ".zip"
MOST_MEMBERS = 2000
"""A zip of more files than this is no batch for one desk."""
MOST_BYTES = 2 << 30
"""What all files of a zip may come to when they are unpacked."""
_READ_FROM_ZIP = 200 << 20
_LONGEST_LIST = 50_000
_UNSOUND = (OSError, BadZipFile, ValueError, NotImplementedError)


def is_batch(path: Path) -> bool:
    """Whether a file is a zip of files, and not one of an Office program (which are zips too). False where it is no file."""
    if path.suffix.lower() != SUFFIX:
        return False
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            if not stream.read(4).startswith(ZIP_SIGNATURES):
                return False
        with ZipFile(path) as archive:
            names = set(archive.namelist()[:_LONGEST_LIST])
    except _UNSOUND:
        return False  # whoever opens it will say what is wrong with it
    return not names & {"[Content_Types].xml", "mimetype", "word/document.xml", "xl/workbook.xml", "Index/Document.iwa"}


def members(path: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """The files of a zip that have one of the suffixes, as paths beneath it, in order. Raises SourceError."""
    try:
        with ZipFile(path) as archive:
            infos = archive.infolist()
    except _UNSOUND as error:
        raise _damaged(path.name) from error
    found = {place: info for place, info in _places(path, infos).items() if _is_wanted(_name(info), suffixes)}
    if len(found) > MOST_MEMBERS or sum(info.file_size for info in found.values()) > MOST_BYTES:
        raise SourceError(
            tr("{file} holds more than can be opened at once; please unpack it and open its folders.", file=path.name)
        )
    return sorted(found)


def split(path: Path) -> tuple[Path, str] | None:
    """For a path into a zip: the zip, and the member's path within it; None for any other."""
    for parent in path.parents:
        if parent.suffix.lower() == SUFFIX and _is_file(parent):  # a folder may be called so too, within a zip as well
            return parent, path.relative_to(parent).as_posix()
    return None


def _is_file(path: Path) -> bool:
    """Whether this is a file; False where the system does not tell, for opening the path itself will say why."""
    try:
        return path.is_file()
    except OSError:
        return False


def read_member(zip_path: Path, member: str) -> bytes:
    """The bytes of a zip's member. Raises SourceError."""
    name = f"{zip_path.name}/{member}"
    try:
        with ZipFile(zip_path) as archive:
            info = _places(zip_path, archive.infolist()).get(zip_path / member)
            if info is None:
                raise SourceError(
                    tr("{file} is not there any more; please look whether it was moved or renamed.", file=name)
                )
            if info.flag_bits & 1:
                raise SourceError(
                    tr("{file} is protected with a password; please unpack the zip file first.", file=name)
                )
            if info.file_size > _READ_FROM_ZIP:
                raise SourceError(
                    tr("{file} is larger than {limit} MB; please split it.", file=name, limit=_READ_FROM_ZIP >> 20)
                )
            data = archive.read(info)
    except (*_UNSOUND, RuntimeError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise _damaged(name) from error
    if data.startswith(ZIP_SIGNATURES) and member.lower().endswith(".zip"):
        raise SourceError(tr("{file} is a zip file within a zip file; please unpack the outer one first.", file=name))
    return data


def _damaged(name: str) -> SourceError:
    return SourceError(tr("{file} is a damaged zip file; please get another copy of it.", file=name))


def _name(info: ZipInfo) -> str:
    """A member's name. Old programs write it in the system's encoding and do not say so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        data = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _inside(path: Path, info: ZipInfo) -> Path:
    """The path of a member beneath its zip, whatever its name tries."""
    parts = [p for p in PurePosixPath(_name(info).replace("\\", "/")).parts if p not in ("/", "..", ".")]
    return path.joinpath(*(part.replace(":", "_").strip("\0/") or "_" for part in parts))


def _places(path: Path, infos: Sequence[ZipInfo]) -> dict[Path, ZipInfo]:
    """The files of a zip by their paths beneath it. Those that come to the path of another are numbered, and none stands for another."""
    found: dict[Path, ZipInfo] = {}
    for info in infos[:_LONGEST_LIST]:
        if info.is_dir():
            continue
        first = place = _inside(path, info)
        number = 1
        while place in found:
            number += 1
            place = first.with_name(f"{first.stem} ({number}){first.suffix}")
        found[place] = info
    return found


def _is_wanted(name: str, suffixes: tuple[str, ...]) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    hidden = any(part.startswith((".", "~$", "__MACOSX")) and part not in (".", "..") for part in path.parts)
    return not hidden and path.suffix.lower() in suffixes
