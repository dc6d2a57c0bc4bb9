"""The program from a checkout, for the comparison of start times: python entry_source.py …"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
from reviewer.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
