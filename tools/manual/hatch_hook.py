"""A wheel brings the web pages of the manual along, as the installers do; an editable installation has them where they are made."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ManualHook(BuildHookInterface):
    """Makes the pages in a folder of the build."""

    def _folder(self) -> Path:
        return Path(self.directory, "manual")

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called by hatchling at the end."""
        shutil.rmtree(self._folder(), ignore_errors=True)

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it gathers the files."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from tools.manual import web

        made = self._folder()
        web.write(made)
        build_data["force_include"].update({str(made / page): f"reviewer/resources/docs/{page}" for page in web.PAGES})
