"""Presses keys under X and prints what a screen reader hears of them: `python3 at_spi_listener.py KEYS …` (system python, pyatspi).

An argument of several words is one step; `type TEXT` writes, `wait SECONDS` waits. Every line printed is a step, or a tab and what
was heard: the role, the name and the description of what got the focus, or the text of an announcement.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pyatspi
from gi.repository import GLib

HEARD = ("object:state-changed:focused", "object:announcement", "window:activate")


def hear(event: object) -> None:
    """Print what an event says."""
    if event.type == HEARD[0] and not event.detail1:
        return
    if str(event.type).startswith(HEARD[1]):
        text = f"announced: {event.any_data}"
    else:
        text = f"{event.source.getRoleName()}: {event.source.name}; {event.source.description}"
    print("\t" + text.replace("\n", " / "), flush=True)


def press(loop: GLib.MainLoop) -> None:
    """Take the steps, slowly enough for what follows from each to be heard."""
    for step in sys.argv[1:]:
        print(step, flush=True)
        word, _, rest = step.partition(" ")
        if word == "wait":
            time.sleep(float(rest))
            continue
        subprocess.run(["xdotool", "type", rest] if word == "type" else ["xdotool", "key", *step.split()], check=True)
        time.sleep(1.5)
    loop.quit()


def main() -> None:
    """Listen until all keys are pressed."""
    for name in HEARD:
        pyatspi.Registry.registerEventListener(hear, name)
    loop = GLib.MainLoop()
    threading.Thread(target=press, args=(loop,), daemon=True).start()
    loop.run()


main()
