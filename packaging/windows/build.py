"""Build setup.exe and the portable zip: `py packaging\\windows\\build.py` on Windows, `python packaging/windows/build.py --wine` on Linux.

Standard library only. What it makes lies in dist/: the setup, the zip, their hashes, the folder with the program, the list of its
contents. The same commit gives the same bytes as long as the Python and the tools are the same (docs/installer.md).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
import contents  # noqa: E402
import winekit  # noqa: E402

LOCKS = ("requirements.lock", "requirements-build.lock")
OCR_LOCK = "requirements-ocr.lock"
NSIS_PLACES = ("makensis", r"C:\Program Files (x86)\NSIS\makensis.exe", r"C:\Program Files\NSIS\makensis.exe")
LATER = "99.0.0"
NOT_FETCHED = 3
PANDA = "panda3d==1.10.16"
PANDA_HASH = "sha256:37acfb92655c4226879f95c988e2ef1449a53c54486d6c1ebc00e2772429af82"
"""The wheel that holds the official DLLs of CPython 3.11 for Windows; for the test Python under wine alone."""


class BuildError(Exception):
    """The build cannot go on. Its text is one sentence: what is missing, and what to do."""


def say(text: str) -> None:
    """One line of progress, at once."""
    print(text, flush=True)


def version() -> str:
    """The program's version, as pyproject.toml takes it."""
    return contents.version(ROOT)


def clock() -> str:
    """The time that every file of the build bears: that of the commit, in seconds since 1970."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return given
    done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "1700000000"


def run(command: list[str], **more: str) -> None:
    """Run a program to its end. Raises BuildError with the end of what it said where it fails."""
    done = subprocess.run(
        command, env={**os.environ, **more}, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        raise BuildError(f"{Path(command[0]).name} failed:\n{(done.stdout + done.stderr)[-3000:]}")


# -- the folder with the program ------------------------------------------------------------------------------------


def frozen(work: Path, python: list[str], wine: winekit.Wine | None, ocr: bool, *packages: Path) -> Path:
    """Run PyInstaller; the folder that it makes. `packages`: where the wheels are, if not in the Python itself."""
    made, out = work / "made", work / "frozen"
    contents.prepare(made, ROOT, HERE)
    shutil.rmtree(out, ignore_errors=True)

    def named(path: Path) -> str:
        return wine.windows_path(path) if wine else str(path)

    command = [
        *("-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN", "--distpath", named(out)),
        *("--workpath", named(work / "work"), named(HERE / "reviewer.spec")),
    ]
    more = {
        "REVIEWER_BUILD": named(made),
        "REVIEWER_OCR": "1" if ocr else "0",
        "SOURCE_DATE_EPOCH": clock(),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    if wine:
        done = wine.run([*python, *command], 1800, **more)
        if done.returncode or not (out / "reviewer").is_dir():
            raise BuildError(f"PyInstaller failed under wine:\n{done.stdout[-3000:]}")
    else:
        run([*python, *command], **more, PYTHONPATH=os.pathsep.join(map(str, (ROOT, *packages))))
        help_texts = out / "reviewer" / "_internal" / "resources" / "docs"  # what is built under wine is not handed out
        run(
            [*python, "-m", "tools.manual", "--pdf", str(help_texts)],
            **more,
            PYTHONPATH=os.pathsep.join(map(str, (ROOT, *packages))),
        )
    return out / "reviewer"


def python_of(work: Path, wine: winekit.Wine | None, ocr: bool) -> tuple[list[str], Path]:
    """The Python that PyInstaller runs with, with the locked wheels in it; and where its packages are."""
    locks = [HERE / name for name in (*LOCKS, *((OCR_LOCK,) if ocr else ()))]
    stamp = hashlib.sha256(
        b"".join(lock.read_bytes() for lock in locks) + Path(winekit.__file__).read_bytes()
    ).hexdigest()
    folder = work / "python"
    packages = folder / ("Lib/site-packages" if wine or os.name == "nt" else "lib/python3.11/site-packages")
    program = folder / ("python.exe" if wine else "Scripts/python.exe")
    done = work / "python.stamp"
    if not (done.is_file() and done.read_text() == stamp and program.exists()):
        say("Putting together the Python of the build ...")
        if wine:
            wine.make()
            winekit.make_python(folder, panda(work), locks)
        else:
            run([sys.executable, "-m", "venv", "--clear", str(folder)])
            for lock in locks:
                run([str(program), "-m", "pip", "install", "-qq", "--no-deps", "--require-hashes", "-r", str(lock)])
        done.write_text(stamp)
    return [wine.windows_path(program) if wine else str(program)], packages


def panda(work: Path) -> Path:
    """The wheel with CPython's DLLs, fetched once and held against its hash."""
    wheels = work / "wheels"
    found = next(wheels.glob("panda3d-*.whl"), None)
    if found is None:
        winekit.pip("download", "--no-deps", "--only-binary=:all:", *winekit.FOR_WINDOWS, "-d", str(wheels), PANDA)
        found = next(wheels.glob("panda3d-*.whl"))
    if "sha256:" + hashlib.sha256(found.read_bytes()).hexdigest() != PANDA_HASH:
        raise BuildError(f"{found.name} is not the wheel that it should be; please delete it and try again.")
    return found


# -- setup.exe and the zip ------------------------------------------------------------------------------------------


def makensis() -> str | None:
    """The compiler of the setup; None where it is not installed."""
    return next((found for place in NSIS_PLACES if (found := shutil.which(place))), None)


def setup_cpu(compiler: str) -> str:
    """For which processor the setup itself is: "amd64" where NSIS can (wine without its 32-bit half needs that), else "x86".

    Debian's NSIS brings the 64-bit stubs, the official one for Windows does not; either setup runs on 64-bit Windows alone.
    """
    folders = (Path(compiler).resolve().parent, Path(compiler).resolve().parent.parent / "share" / "nsis")
    return "amd64" if any((folder / "Stubs" / "zlib-amd64-unicode").is_file() for folder in folders) else "x86"


def setup(stage: Path, made: Path, target: Path, number: str, fast: bool) -> None:
    """Compile the setup. Every file of `stage` bears the time of the commit before."""
    compiler = makensis()
    if compiler is None:
        raise BuildError("NSIS is not installed; please install it (nsis.sourceforge.io, on Debian the package nsis).")
    level(stage)
    work = made / "nsis"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    script = work / "reviewer.nsi"
    # NSIS takes a script for one of an old code page unless it begins with a mark
    script.write_text((HERE / "reviewer.nsi").read_text(encoding="utf-8"), encoding="utf-8-sig")
    for name in ("reviewer.ico", "setup.bmp"):
        shutil.copy(HERE / name, work)
    sources = work / "sources.nsh"
    sources.write_text(contents.source_macros(ROOT), encoding="utf-8-sig")
    level(work)  # the picture goes in with its time
    target.parent.mkdir(parents=True, exist_ok=True)
    flag = "/" if os.name == "nt" else "-"
    defines = {
        "VERSION": number,
        "CPU": setup_cpu(compiler),
        "STAGE": str(stage),
        "OUT": str(target),
        "SOURCES": str(sources),
        **({"FAST": "1"} if fast else {}),
    }
    options = [f"{flag}D{name}={value}" for name, value in defines.items()]
    strict = [] if os.name == "nt" else ["-WX"]  # a newer NSIS that warns of something new must not stop a release
    run([compiler, f"{flag}V2", *strict, *options, str(script)], SOURCE_DATE_EPOCH=clock())


def level(folder: Path) -> None:
    """Give every file the time of the commit: setup and zip keep it."""
    now = clock()
    for path in folder.rglob("*"):
        if not path.is_symlink():  # where it leads is not ours, or bears the time already
            os.utime(path, (int(now), int(now)))


def portable(stage: Path, target: Path) -> None:
    """The same folder as a zip, the same bytes whenever it is made."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(path for path in stage.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"reviewer/{path.relative_to(stage).as_posix()}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, path.read_bytes())


def sign(file: Path) -> None:
    """Sign a file by the certificate that the environment names (REVIEWER_CERTIFICATE, REVIEWER_CERTIFICATE_PASSWORD)."""
    certificate = os.environ.get("REVIEWER_CERTIFICATE")
    if not certificate:
        return
    password = os.environ.get("REVIEWER_CERTIFICATE_PASSWORD", "")
    stamp = os.environ.get("REVIEWER_TIMESTAMP_URL", "")
    if os.name == "nt":
        extra = ["/tr", stamp, "/td", "sha256"] if stamp else []
        run(["signtool", "sign", "/fd", "sha256", "/f", certificate, "/p", password, *extra, str(file)])
        return
    signed = file.with_name(file.name + ".signed")
    extra = ["-ts", stamp] if stamp else []
    run(
        [
            "osslsigncode",
            "sign",
            "-pkcs12",
            certificate,
            "-pass",
            password,
            *extra,
            "-in",
            str(file),
            "-out",
            str(signed),
        ]
    )
    os.replace(signed, file)


# -- all of it ------------------------------------------------------------------------------------------------------


def build(options: argparse.Namespace) -> dict[str, object]:
    """Build everything; what was made."""
    ocr = options.with_ocr
    work, dist = Path(options.work).resolve(), Path(options.dist).resolve()
    wine = None
    if options.wine:
        lacking = winekit.missing()
        if lacking:
            raise BuildError(lacking)
        wine = winekit.Wine(work)
    elif os.name != "nt":
        raise BuildError(
            "This is not Windows; please add --wine, or build the Linux package with packaging/linux/build.py."
        )
    elif sys.version_info[:2] != (3, 11):
        raise BuildError(
            "The wheels are those of Python 3.11; please run this with the official Python 3.11 (py -3.11)."
        )
    work.mkdir(parents=True, exist_ok=True)
    dist.mkdir(parents=True, exist_ok=True)
    python, packages = python_of(work, wine, ocr)
    say("Running PyInstaller ...")
    stage = frozen(work, python, wine, ocr)
    contents.complete(stage, packages, ROOT, ocr)
    for program in ("reviewer-window.exe", "reviewer.exe"):
        sign(stage / program)
    name = f"reviewer-{'ocr-' if ocr else ''}setup-{version()}.exe"
    say(f"Compiling {name} ...")
    setup(stage, work / "made", dist / name, version(), options.fast)
    sign(dist / name)
    if options.trial:  # the same folder under a higher number: all that an upgrade is told apart by
        setup(stage, work / "made", work / f"reviewer-setup-{LATER}.exe", LATER, True)
    zipped = dist / name.replace("setup", "portable").replace(".exe", ".zip")
    portable(stage, zipped)
    listing = dist / name.replace(".exe", ".contents.txt")
    listing.write_text(contents.listing(stage), encoding="utf-8", newline="\n")
    made = [dist / name, zipped, listing]
    sums = "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in made)
    (dist / "SHA256SUMS").write_text(sums, encoding="ascii", newline="\n")
    size = sum(file.stat().st_size for file in stage.rglob("*") if file.is_file())
    return {"stage": str(stage), "stage_bytes": size, **{file.name: file.stat().st_size for file in made}}


def arguments(argv: list[str]) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description="Build setup.exe and the portable zip.")
    parser.add_argument("--wine", action="store_true", help="on Linux, under wine (for tests)")
    parser.add_argument("--with-ocr", action="store_true", help="the variant that reads scans")
    parser.add_argument("--fast", action="store_true", help="compress quickly (for tests)")
    parser.add_argument("--trial", action="store_true", help="also make the setup of a later version, for trial.py")
    parser.add_argument("--work", default=str(ROOT / "build"), help="where the work is done and kept for the next time")
    parser.add_argument("--dist", default=str(ROOT / "dist"), help="where the results go")
    return parser.parse_args(argv)


def main(argv: list[str]) -> int:
    """Build; the exit status: 0 done, 3 a package could not be had, 1 anything else."""
    try:
        print(json.dumps(build(arguments(argv)), indent=1))
    except winekit.FetchError as error:
        print(error, file=sys.stderr)
        return NOT_FETCHED
    except (BuildError, winekit.KitError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
