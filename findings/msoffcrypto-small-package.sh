#!/usr/bin/env bash
# msoffcrypto-tool encrypts a small package into a file that it cannot open again, and says nothing while it does.
#
# Versions: msoffcrypto-tool 6.1.0, cryptography 50.0.2, Python 3.11.
# What one would guess: whatever encrypt() writes, decrypt() with the same password gives back.
# What is seen: a package of 4,088 bytes or more comes back; one of 4,080 raises “not a multiple of the block length”. An OLE stream of
# less than 4,096 bytes belongs into the small sectors, and the one that is written there has another length than it says.
# Why it matters: a small document that was protected with it is lost, and its reader blames the password or the file.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check msoffcrypto-tool==6.1.0 cryptography==50.0.2
"$folder/venv/bin/python" - <<'PY'
import io

import msoffcrypto
from msoffcrypto.method.ecma376_agile import ECMA376Agile


def back(size):
    given = bytes(range(256)) * 20
    file = msoffcrypto.OfficeFile(io.BytesIO(ECMA376Agile.encrypt("secret", io.BytesIO(given[:size]))))
    file.load_key(password="secret")
    with file.file.openstream("EncryptedPackage") as stream:
        try:
            got = ECMA376Agile.decrypt(file.secret_key, file.info["keyDataSalt"], file.info["keyDataHashAlgorithm"], stream)
        except ValueError as error:
            return str(error)
    return got == given[:size]


seen = {size: back(size) for size in (4080, 4088, 5000)}
print(seen)
assert seen[4088] is True and seen[5000] is True
assert "block length" in str(seen[4080])
PY
