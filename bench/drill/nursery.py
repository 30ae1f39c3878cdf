"""A warm process that forks workers on demand, so that a killed one is back within a moment.

``python -m bench.drill.nursery`` reads ``start``, ``kill PID``, ``stop PID`` and ``continue PID``, and answers each in
one line. Every worker is a process of its own that runs the command ``worker``; it greets the mail server by its PID.
"""

from __future__ import annotations

import dataclasses
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping

from flask import Flask
from flask.cli import ScriptInfo

from portal import create_app

KILLED = "killed"


def main() -> None:
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(process)d %(message)s")
    app = create_app()
    _warm(app)
    signals: Mapping[str, Callable[[int], str]] = {"kill": _kill, "stop": _stop, "continue": _continue}
    for line in sys.stdin:
        word, _, process = line.strip().partition(" ")
        print(signals[word](int(process)) if process else _start(app), flush=True)


def _warm(app: Flask) -> None:
    """One round of work here: templates and statements are compiled, and no connection is left to inherit."""
    done = app.test_cli_runner().invoke(args=["worker", "--once"])
    if done.exit_code:
        raise RuntimeError(done.output)
    app.extensions["engine"].dispose()


def _start(app: Flask) -> str:
    child = os.fork()
    if child:
        return str(child)
    code = 1
    try:
        _work(app)
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 1
    finally:
        os._exit(code)


def _work(app: Flask) -> None:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    settings = app.extensions["portal.settings"]
    app.extensions["portal.settings"] = dataclasses.replace(
        settings, mail_from=f"Dienst huurbegeleiding <huurbegeleiding@w{os.getpid()}.portaal.example>"
    )
    app.cli.main(args=["worker"], prog_name="flask", obj=ScriptInfo(create_app=lambda: app))


def _kill(process: int) -> str:
    """Killed, or how it ended before that by itself."""
    os.kill(process, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return KILLED if code == -signal.SIGKILL else f"ended by itself with {code}"


def _stop(process: int) -> str:
    os.kill(process, signal.SIGSTOP)
    _, status = os.waitpid(process, os.WUNTRACED)
    return "stopped" if os.WIFSTOPPED(status) else "gone"


def _continue(process: int) -> str:
    os.kill(process, signal.SIGCONT)
    return "continued"


if __name__ == "__main__":
    main()
