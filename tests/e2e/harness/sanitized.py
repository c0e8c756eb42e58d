# SPDX-License-Identifier: GPL-2.0-only
"""The driver's modules as they are built for AddressSanitizer, in an Asterisk that is not."""
import os
import pathlib
import subprocess

BUILD = pathlib.Path(os.environ.get("CHAN_SIP_ASAN_BUILD", pathlib.Path(__file__).parents[3] / "build" / "asan"))


def library() -> str:
    """The sanitizer's library, which must be loaded first."""
    return subprocess.run(["g++", "-print-file-name=libasan.so"], capture_output=True, text=True, check=True).stdout.strip()


class Reports:
    """What AddressSanitizer says, in a folder; leaks, which Asterisk itself has, are not looked for."""

    def __init__(self, folder: pathlib.Path):
        self._folder = folder

    @property
    def environment(self) -> dict[str, str]:
        """What an Asterisk with such modules is started with."""
        return {"LD_PRELOAD": library(),
                "ASAN_OPTIONS": f"log_path={self._folder}/report:detect_leaks=0:verify_asan_link_order=0:exitcode=0"}

    def check(self) -> None:
        """Fails with the first report, when there is one."""
        for path in self._folder.glob("report*"):
            raise AssertionError(f"AddressSanitizer complained:\n{path.read_text()[:4000]}")
