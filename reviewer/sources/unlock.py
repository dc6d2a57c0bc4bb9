"""Office files behind a password: decrypted in memory, with the password that Excel tries by itself or the one that was asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

from reviewer.base.i18n import tr
from reviewer.sources.reader import Given, PasswordNeededError, Reading, SourceError, Watch
from reviewer.sources.refused import rights_managed
from reviewer.sources.word_notes import damaged, locked

_OF_EXCEL = "VelvetSweatshop"
"""Excel encrypts with it where only a workbook's structure is protected, and opens such files without asking."""
_RIGHTS = "DRMEncryptedDataSpace".encode("utf-16-le")
"""The storage of a file that is protected by rights management."""
_MOST_ROUNDS = 10_000_000
"""Office hashes a password 100,000 times; a file that asks for more than this was made to keep a machine busy."""
_ROUNDS = re.compile(rb'spinCount="(\d{1,20})"')


def read(given: Given, watch: Watch) -> Reading:
    """Read an encrypted file as what it holds. Raises PasswordNeededError, SourceError."""
    data = decrypted(given)
    if given.read_inner is None:
        raise SourceError(locked(given.name))
    reading = given.read_inner(replace(given, data=data, password=None), watch)
    return replace(reading, data=data if reading.data is None else reading.data)


def decrypted(given: Given) -> bytes:
    """The bytes of an encrypted file without its encryption. Raises PasswordNeededError, SourceError."""
    if any(int(rounds) > _MOST_ROUNDS for rounds in _ROUNDS.findall(given.data)):
        raise SourceError(damaged(given.name))
    if _RIGHTS in given.data:
        raise rights_managed(given)
    for password in (_OF_EXCEL, given.password):
        data = _with(given, password) if password else None
        if data is not None:
            return data
    if given.password:
        raise PasswordNeededError(tr("The password does not open {file}; please try another one.", file=given.name))
    raise PasswordNeededError(tr("{file} is protected; please enter its password.", file=given.name))


def _with(given: Given, password: str) -> bytes | None:
    """The decrypted bytes, None where the password is a wrong one."""
    import msoffcrypto
    from msoffcrypto.exceptions import InvalidKeyError

    try:
        file: Any = msoffcrypto.OfficeFile(BytesIO(given.data))
        if not file.is_encrypted():
            raise SourceError(damaged(given.name))
        try:
            file.load_key(password=password, verify_password=True)
        except TypeError:  # the older formats verify always, and have no such argument
            file.load_key(password=password)
        out = BytesIO()
        file.decrypt(out)
    except InvalidKeyError:
        return None
    except SourceError:
        raise
    except Exception as error:  # the library raises whatever a damaged or rare encryption leads it to
        if "password" in str(error).lower():
            return None
        raise SourceError(locked(given.name)) from error
    return out.getvalue()
