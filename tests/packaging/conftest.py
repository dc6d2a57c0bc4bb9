"""Finds the scripts of packaging/, which are no package."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "packaging" / "windows"), str(ROOT / "packaging")]
