"""A browser without JavaScript over real HTTP: keeps cookies and connection, reads the hidden fields of a form."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from bench.serving import HOST

HIDDEN = re.compile(r'name="(csrf_token|submission_key)" value="([^"]+)"')
AGAIN_SECONDS = 0.25
Fields = Mapping[str, str | Sequence[str]]


class GaveUp(Exception):
    """No answer for far too long."""


@dataclass(frozen=True)
class Answer:
    """What came back; ``to`` is the path of a redirect."""

    status: int
    to: str
    text: str

    def hidden(self) -> dict[str, str]:
        """The token and the key that the page's form carries."""
        return dict(HIDDEN.findall(self.text))


class Browser:
    """One person's; the proxy in front is played here, as production sees it."""

    def __init__(self, port: int, *, patience: float = 0.0) -> None:
        self._port, self._patience = port, patience
        self._cookies: dict[str, str] = {}
        self._connection: http.client.HTTPConnection | None = None
        self.retries = 0

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Fields) -> Answer:
        return self._ask("POST", path, urlencode(fields, doseq=True))

    def remember(self, name: str, value: str) -> None:
        """A cookie from another visit."""
        self._cookies[name] = value

    def headers(self) -> dict[str, str]:
        """What every request carries."""
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return {
            "Host": HOST,
            "X-Forwarded-For": HOST,
            "X-Forwarded-Proto": "https",
            "Referer": f"https://{HOST}/",
            **({"Cookie": cookies} if cookies else {}),
        }

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        """Send it; who gets no answer, or hears that the database is busy, sends the very same again."""
        until = time.monotonic() + self._patience
        while True:
            answer = self._try(method, path, body)
            if answer is not None and (answer.status < 500 or not self._patience):
                return answer
            if time.monotonic() > until:
                raise GaveUp(f"{method} {path.rpartition('/')[0]}: {answer.status if answer else 'no answer'}")
            self.retries += 1
            time.sleep(AGAIN_SECONDS)

    def _try(self, method: str, path: str, body: str | None) -> Answer | None:
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        try:
            connection = self._opened()
            connection.request(method, path, body, {**self.headers(), **kind})
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException):
            self.close()
            return None
        for line in response.headers.get_all("Set-Cookie", []):
            self._keep(line)
        return Answer(response.status, urlsplit(response.headers.get("Location", "")).path, text)

    def _opened(self) -> http.client.HTTPConnection:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(HOST, self._port, timeout=20)
        return self._connection

    def _keep(self, line: str) -> None:
        for name, morsel in SimpleCookie(line).items():
            if morsel.value and morsel["max-age"] != "0":
                self._cookies[name] = morsel.value
            else:
                self._cookies.pop(name, None)
