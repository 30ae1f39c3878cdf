"""A process that starts another and notes both in a folder: ``FOLDER SECONDS``."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    own = subprocess.Popen(["sleep", "20"])
    (folder / f"grandchild-{own.pid}").touch()
    (folder / f"child-{os.getpid()}").touch()
    time.sleep(float(sys.argv[2]))
