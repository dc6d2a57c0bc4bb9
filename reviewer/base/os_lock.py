"""A lock of the operating system on an open file: it goes with the process, also in a crash."""

from __future__ import annotations

import os

BEYOND = (1 << 31) - 256
"""A byte beyond what others read, as far out as Windows counts in 31 bits."""

if os.name == "posix":
    import fcntl

    def lock(handle: int, place: int = BEYOND, shared: bool = False, without: bool = True) -> bool:
        """Whether the file is ours now; on a drive that knows no locks, `without`. `place` is for Windows: the byte that is locked."""
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return without
        return True

else:
    import msvcrt

    def lock(handle: int, place: int = BEYOND, shared: bool = False, without: bool = True) -> bool:
        """Whether the byte at `place` is ours now; Windows' library has no shared locks."""
        at = os.lseek(handle, 0, os.SEEK_CUR)
        os.lseek(handle, place, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        finally:
            os.lseek(handle, at, os.SEEK_SET)
        return True
