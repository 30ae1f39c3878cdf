"""A warm process that forks workers and colleagues on demand, so that a killed one is back within a moment.

``python -m bench.drill.nursery`` reads ``worker``, ``colleague NAME``, ``kill PID``, ``stop PID`` and ``continue
PID``, and answers each in one line. Each is a process of its own; a worker runs the command ``worker`` and greets the
mail server by its PID.
"""

from __future__ import annotations

import dataclasses
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping
from functools import partial

from flask import Flask
from flask.cli import ScriptInfo

from bench.drill import team
from portal import create_app

WORKER, COLLEAGUE = "worker", "colleague"
KILLED = "killed"


def main() -> None:
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(process)d %(message)s")
    app = create_app()
    _warm(app)
    answers: Mapping[str, Callable[[str], str]] = {
        WORKER: lambda _nothing: _start(partial(_work, app)),
        COLLEAGUE: lambda name: _start(partial(team.work, app, name)),
        "kill": lambda process: _kill(int(process)),
        "stop": lambda process: _stop(int(process)),
        "continue": lambda process: _continue(int(process)),
    }
    for line in sys.stdin:
        word, _, about = line.strip().partition(" ")
        print(answers[word](about), flush=True)


def _warm(app: Flask) -> None:
    """One round of work here: templates and statements are compiled, and no connection is left to inherit."""
    done = app.test_cli_runner().invoke(args=["worker", "--once"])
    if done.exit_code:
        raise RuntimeError(done.output)
    app.extensions["engine"].dispose()


def _start(work: Callable[[], None]) -> str:
    child = os.fork()
    if child:
        return str(child)
    code = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)
        work()
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 1
    finally:
        os._exit(code)


def _work(app: Flask) -> None:
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
