"""Say in one line each what is wrong with the catalogues: stale, missing, fuzzy, or with other placeholders."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

FOLDER = Path("portal/translations")
EXTRACT = ["-m", "babel.messages.frontend", "-q", "extract", "-F", "pyproject.toml", "-k", "N_", "-k", "lazy_gettext"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def main() -> int:
    """Print every problem; the number of them is the exit status."""
    problems = [*_stale(), *(problem for po in sorted(FOLDER.glob("*/LC_MESSAGES/*.po")) for problem in _wrong(po))]
    for problem in problems:
        print(problem)
    return min(len(problems), 1)


def _stale() -> Iterator[str]:
    template = FOLDER / "messages.pot"
    if not template.exists():
        return
    known, needed = _ids(_read(template)), _ids(_extracted())
    yield from (f"{template}: lacks {text!r} (make translations)" for text in sorted(needed - known))
    yield from (f"{template}: {text!r} is no longer used (make translations)" for text in sorted(known - needed))


def _extracted() -> Catalog:
    with tempfile.NamedTemporaryFile(suffix=".pot") as file:
        subprocess.run([sys.executable, *EXTRACT, "-o", file.name, "portal"], check=True)
        return _read(Path(file.name))


def _wrong(po: Path) -> Iterator[str]:
    for message in _read(po):
        if message.id:
            yield from (f"{po}: {message.id!r} {problem}" for problem in _problems(message))


def _problems(message: Message) -> Iterator[str]:
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if not all(texts):
        yield "is not translated"
    elif message.fuzzy:
        yield "is fuzzy"
    elif any(_placeholders(text) != _placeholders(_one(message.id)) for text in texts):
        yield "has other placeholders"


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _ids(catalog: Catalog) -> set[str]:
    return {_one(message.id) for message in catalog if message.id}


def _one(identifier: str | tuple[str, ...] | list[str]) -> str:
    return identifier if isinstance(identifier, str) else identifier[-1]


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


if __name__ == "__main__":
    raise SystemExit(main())
