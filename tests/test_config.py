"""Settings and the site file: what is read, what is refused, and that no refusal tells a secret."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from portal import config, db
from portal.config import checks, defaults, environment, production
from portal.config.environment import SETTINGS
from portal.config.site import read_site

ROOT = environment.ROOT
KEY = "d41f0b7c9a5e4c2f8b6a1d3e7f90a2b4"
PRODUCTION = {
    "PORTAL_SECRET_KEYS": KEY,
    "PORTAL_BASE_URL": "https://meldpunt.example",
    "PORTAL_SMTP_HOST": "mail.example",
    "PORTAL_MAIL_FROM": "Dienst huurbegeleiding <dienst@meldpunt.example>",
    "PORTAL_INTAKE_MAILBOX": "intake@meldpunt.example",
}
# variable, a wrong value, a right one
VALUES = (
    ("PORTAL_ENV", "staging", "production"),
    ("PORTAL_SECRET_KEYS", "short", KEY),
    ("PORTAL_SECRET_KEYS", "a" * 64, KEY),
    ("PORTAL_SECRET_KEYS", f"{KEY},", f"{KEY},{KEY[::-1]}"),
    ("PORTAL_DATABASE_URL", "mysql://localhost/portal", "postgresql://localhost/portal"),
    ("PORTAL_DATABASE_URL", "portal.db", "sqlite:////var/lib/portal/portal.db"),
    ("PORTAL_DATABASE_URL", "postgresql://portal@localhost:port/portal", "postgresql://portal@localhost:5433/portal"),
    ("PORTAL_DATABASE_URL", "sqlite:///", "sqlite:///portal.db"),
    ("PORTAL_DATABASE_URL", "sqlite:///:memory:", "sqlite:///instance/portal.db"),
    ("PORTAL_DATABASE_URL", "sqlite:///file::memory:?uri=true", "sqlite:////portal.db"),
    ("PORTAL_DATA_DIR", __file__, str(Path(__file__).parent)),
    ("PORTAL_BASE_URL", "meldpunt.example", "https://meldpunt.example/"),
    ("PORTAL_BASE_URL", "https://meldpunt.example/portaal", "https://meldpunt.example:8443"),
    ("PORTAL_BASE_URL", "https://meldpunt.example:0", "https://meldpunt.example:1"),
    ("PORTAL_BASE_URL", "https://@meldpunt.example", "https://MELDPUNT.example"),
    ("PORTAL_BASE_URL", "http://portal_web:8000", "http://portal-web:8000"),
    ("PORTAL_BASE_URL", "http://[::1]:8000", "http://127.0.0.1:8000"),
    ("PORTAL_BASE_URL", "http://[::1", "http://localhost:8000"),
    ("PORTAL_BASE_URL", f"https://{'a.' * 80}be", f"https://{'a.' * 79}be"),
    ("PORTAL_BASE_URL", "https://meld punt.example", "https://meldpünt.example"),
    ("PORTAL_TRUSTED_PROXIES", "-1", "1"),
    ("PORTAL_TRUSTED_PROXIES", "10.0.0.1", "0"),
    ("PORTAL_SMTP_PORT", "0", "25"),
    ("PORTAL_SMTP_PORT", "²", "465"),
    ("PORTAL_SMTP_PORT", "9" * 5000, "587"),
    ("PORTAL_SMTP_TLS", "yes", "tls"),
    ("PORTAL_SMTP_HOST", "mail\n.example", "mail.example"),
    ("PORTAL_SMTP_CA_FILE", "/nowhere/ca.pem", __file__),
    ("PORTAL_MAIL_FROM", "Dienst", "Dienst <dienst@meldpunt.example>"),
    ("PORTAL_MAIL_FROM", "Dienst \udcff <dienst@meldpunt.example>", "Dienst é <dienst@meldpunt.example>"),
    ("PORTAL_MAIL_FROM", "dienst@meldpunt.example, wacht@meldpunt.example", "dienst@meldpunt.example"),
    ("PORTAL_MAIL_FROM", "dienst..huur@meldpunt.example", "dienst.huur@meldpunt.example"),
    ("PORTAL_INTAKE_MAILBOX", "intake", "intake@meldpunt.example"),
    ("PORTAL_INTAKE_MAILBOX", "intake@meldpunt.example, wacht@meldpunt.example", "intake@meldpünt.example"),
    ("PORTAL_INTAKE_MAILBOX", "intake@mail_host.lan", "intake@mail-host.lan"),
    ("PORTAL_INTAKE_MAILBOX", "in..take@meldpunt.example", "Intake <in.take@meldpunt.example>"),
    ("PORTAL_INTAKE_MAILBOX", "intaké@meldpunt.example", "intake@localhost"),
    ("PORTAL_DUTY_MAILBOX", "@meldpunt.example", "wacht@meldpunt.example"),
    ("PORTAL_LANGUAGES", "nl,de", "nl,fr,en"),
    ("PORTAL_LANGUAGES", "fr", "nl"),
    ("PORTAL_OUTBOX_BACKOFF", "60;300", "60, 300"),
    ("PORTAL_OUTBOX_LEASE", "1", "120"),
    ("PORTAL_RATE_LIMITS", "nan", "2.5"),
    ("PORTAL_RATE_LIMITS", "maybe", "off"),
    ("PORTAL_SITE_FILE", "/nowhere/site.toml", str(environment.SITE_FILE)),
)
MISSING = sorted(PRODUCTION)


def make_environ(**changed: str) -> dict[str, str]:
    return PRODUCTION | changed


@pytest.mark.parametrize(("variable", "wrong", "right"), VALUES)
def test_a_wrong_value_is_one_line_that_names_its_variable(variable: str, wrong: str, right: str) -> None:
    config.read(make_environ(**{variable: right}))

    with pytest.raises(config.ConfigError) as refused:
        config.read(make_environ(**{variable: wrong}))

    assert str(refused.value).startswith(f"{variable} ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("variable", "given", "kept"),
    [
        ("PORTAL_BASE_URL", "https://MELDPÜNT.example:8443/", "https://xn--meldpnt-r2a.example:8443"),
        ("PORTAL_INTAKE_MAILBOX", "Intake <intake@meldpünt.example>", "intake@xn--meldpnt-r2a.example"),
        ("PORTAL_DUTY_MAILBOX", "wacht@meldpunt.example", "wacht@meldpunt.example"),
        ("PORTAL_MAIL_FROM", "Dienst <dienst@meldpunt.example>", "Dienst <dienst@meldpunt.example>"),
    ],
)
def test_addresses_are_kept_as_mails_bear_them(variable: str, given: str, kept: str) -> None:
    found = config.read(make_environ(**{variable: given}))

    assert getattr(found, variable.removeprefix("PORTAL_").lower()) == kept


@pytest.mark.parametrize("variable", MISSING)
def test_production_names_what_it_misses(variable: str) -> None:
    config.read(PRODUCTION)

    with pytest.raises(config.ConfigError, match=f"^{variable} is missing"):
        config.read({name: value for name, value in PRODUCTION.items() if name != variable})


@pytest.mark.parametrize("name", ["PORTAL_SMTP_HOTS", "PORTAL_BASE_URL_FILE", "PORTAL_"])
def test_an_unknown_setting_is_refused(name: str) -> None:
    with pytest.raises(config.ConfigError, match=f"^{name} is not a setting"):
        config.read(make_environ(**{name: "1"}))


def test_overrides_win_and_are_checked_alike() -> None:
    assert config.read(PRODUCTION, {"smtp_port": 2525}).smtp_port == 2525

    with pytest.raises(config.ConfigError, match="^PORTAL_SMTP_HOTS is not a setting"):
        config.read(PRODUCTION, {"smtp_hots": "mail.example"})


def test_a_secret_can_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(f"{KEY}\n", encoding="utf-8")
    environ = {name: value for name, value in PRODUCTION.items() if name != "PORTAL_SECRET_KEYS"}

    found = config.read(environ | {"PORTAL_SECRET_KEYS_FILE": str(file)})

    assert found.secret_keys == (KEY,)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"PORTAL_SECRET_KEYS_FILE": "/nowhere/keys", "PORTAL_SECRET_KEYS": ""}, "cannot be read"),
        ({"PORTAL_SECRET_KEYS_FILE": "/nowhere/keys"}, "given twice"),
    ],
)
def test_a_secret_file_that_cannot_be_used_is_named(changed: dict[str, str], words: str) -> None:
    with pytest.raises(config.ConfigError, match=f"^PORTAL_SECRET_KEYS.*{words}"):
        config.read(make_environ(**changed))


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORTAL_SECRET_KEYS", "hunter2"),
        ("PORTAL_DATABASE_URL", "mysql://portal:hunter2@localhost/portal"),
        ("PORTAL_DATABASE_URL", "postgresql://portal:hunter2@localhost:hunter2/portal"),
        ("PORTAL_SMTP_PASSWORD", "hunter2\x07"),
    ],
)
def test_no_refusal_and_no_repr_tells_a_secret(variable: str, value: str) -> None:
    with pytest.raises(config.ConfigError) as refused:
        config.read(make_environ(**{variable: value}))

    assert "hunter2" not in str(refused.value)
    assert KEY not in repr(config.read(PRODUCTION))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"PORTAL_SECRET_KEYS": "changeme-0a1b2c3d4e5f-changeme-6a7b"}, "PORTAL_SECRET_KEYS"),
        ({"PORTAL_BASE_URL": "http://meldpunt.example"}, "PORTAL_BASE_URL"),
        ({"PORTAL_SMTP_TLS": "none", "PORTAL_SMTP_PASSWORD": "geheim"}, "PORTAL_SMTP_TLS"),
    ],
)
def test_production_refuses_what_is_dangerous(changed: dict[str, str], words: str, tmp_path: Path) -> None:
    app, closed = Flask("portal"), make_environ(PORTAL_DATA_DIR=str(make_folder(tmp_path, 0o700)))
    production.refuse_danger(app, config.read(closed))

    with pytest.raises(config.ConfigError, match=f"^{words} "):
        production.refuse_danger(app, config.read(closed | changed))


def test_production_refuses_debug(tmp_path: Path) -> None:
    app, found = Flask("portal"), config.read(make_environ(PORTAL_DATA_DIR=str(make_folder(tmp_path, 0o700))))
    app.debug = True

    with pytest.raises(config.ConfigError, match="^FLASK_DEBUG "):
        production.refuse_danger(app, found)


@pytest.mark.parametrize("mode", [0o755, 0o701, 0o704])
def test_production_refuses_a_data_folder_that_everybody_can_enter(mode: int, tmp_path: Path) -> None:
    found = config.read(make_environ(PORTAL_DATA_DIR=str(make_folder(tmp_path, mode))))

    with pytest.raises(config.ConfigError, match="^PORTAL_DATA_DIR "):
        production.refuse_danger(Flask("portal"), found)


def test_production_refuses_a_database_that_everybody_can_read(tmp_path: Path) -> None:
    closed, beside = make_folder(tmp_path, 0o700), tmp_path / "open"
    beside.mkdir()
    file = beside / "portal.db"
    beside.chmod(0o755)
    found = config.read(make_environ(PORTAL_DATA_DIR=str(closed), PORTAL_DATABASE_URL=f"sqlite:///{file}"))
    engine = db.connect(found.database_url)
    db.require_answer(engine)
    engine.dispose()
    production.refuse_danger(Flask("portal"), found)

    file.chmod(0o644)

    with pytest.raises(config.ConfigError, match="^PORTAL_DATABASE_URL "):
        production.refuse_danger(Flask("portal"), found)


def make_folder(parent: Path, mode: int) -> Path:
    folder = parent / "data"
    folder.mkdir()
    folder.chmod(mode)
    return folder


def test_the_demo_keeps_its_key_between_starts_and_explicit_settings_win(tmp_path: Path) -> None:
    environ = {"PORTAL_ENV": "demo", "PORTAL_DATA_DIR": str(tmp_path)}

    first, second = config.read(environ), config.read(environ | {"PORTAL_SMTP_PORT": "2525"})

    assert first.secret_keys == second.secret_keys
    assert first.database_url == f"sqlite:///{tmp_path}/portal.db"
    assert (first.smtp_port, second.smtp_port) == (8025, 2525)
    assert (tmp_path / "settings" / "secret_keys").stat().st_mode & 0o777 == 0o600


def test_the_demo_closes_its_folder_to_others(tmp_path: Path) -> None:
    config.read({"PORTAL_ENV": "demo", "PORTAL_DATA_DIR": str(tmp_path / "demo")})

    assert (tmp_path / "demo").stat().st_mode & 0o777 == 0o700


def test_cookies_are_tied_to_https(tmp_path: Path) -> None:
    plain, secure = Flask("portal"), Flask("portal")

    config.load(plain, {"env": "test", "data_dir": tmp_path})
    config.load(secure, {"env": "test", "data_dir": tmp_path, "base_url": "https://meldpunt.example"})

    assert (plain.config["SESSION_COOKIE_SECURE"], plain.config["SESSION_COOKIE_NAME"]) == (False, "portal")
    assert (secure.config["SESSION_COOKIE_SECURE"], secure.config["SESSION_COOKIE_NAME"]) == (True, "__Host-portal")
    assert secure.config["SESSION_COOKIE_HTTPONLY"] is True


def test_the_newest_key_signs_and_the_older_ones_still_verify(tmp_path: Path) -> None:
    app = Flask("portal")

    config.load(app, {"env": "test", "data_dir": tmp_path, "secret_keys": [KEY, KEY[::-1]]})

    assert (app.config["SECRET_KEY"], app.config["SECRET_KEY_FALLBACKS"]) == (KEY, [KEY[::-1]])


def test_the_settings_documented_are_the_settings_read() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| (`PORTAL_[A-Z_]+`.*?) \| (.+?) \| (.+?) \|$", text, re.MULTILINE)

    assert documented == [
        (
            f"`{one.variable}`" + (f" or `{one.variable}_FILE`" if one.secret else ""),
            "*needed*" if one.default is None else one.default or "none",
            one.meaning,
        )
        for one in SETTINGS
    ]


def test_the_defaults_documented_are_the_defaults_used() -> None:
    literal = {one.name: one.default for one in SETTINGS if one.name in defaults.EVERYWHERE and one.name != "site_file"}

    assert literal == {name: defaults.EVERYWHERE[name] for name in literal}


SAMPLE = environment.SITE_FILE.read_text(encoding="utf-8")
# what to find in the sample, what to write instead, the key that the line must name
MISTAKES = (
    ("\nlogo_text = ", "\nlogo_tekst = ", "logo_tekst"),
    ('logo_text = "Sociaal Huis Mechelen"', "", "logo_text"),
    ('service_name = { nl = "Dienst huurbegeleiding"', 'service_name = { nl = " "', "service_name.nl"),
    ('service_name = { nl = "Dienst huurbegeleiding",', "service_name = {", "service_name.nl"),
    ('service_name = { nl = "Dienst', 'service_name = { de = "Mieterhilfe", nl = "Dienst', "service_name.de"),
    ('phone = "015 00 00 00" ', 'phone = "bel ons"', "phone"),
    ("closing_day = 90", 'closing_day = "90"', "closing_day"),
    ("closing_day = 90", "closing_day = 5", "closing_day"),
    ("closing_day = 90", "closing_day = true", "closing_day"),
    ("closing_days = [2026-12-24, 2026-12-31]", 'closing_days = ["kerst"]', "closing_days[0]"),
    ("closing_days = [2026-12-24, 2026-12-31]", "closing_days = 2026-12-24", "closing_days"),
    ('postcodes = ["2800", "2801", "2811", "2812"]', 'postcodes = ["B-2800"]', "postcodes"),
    ('postcodes = ["2800", "2801", "2811", "2812"]', "postcodes = [2800]", "postcodes[0]"),
    ('police_zone = "5916"', 'police_zone = "PZ"', "police_zone"),
    ('tuesday = ["09:00-12:00"]', 'tuesday = ["9u-12u"]', "opening_hours.tuesday"),
    ('tuesday = ["09:00-12:00"]', 'tuesday = ["12:00-09:00"]', "opening_hours.tuesday"),
    ('tuesday = ["09:00-12:00"]', 'dinsdag = ["09:00-12:00"]', "opening_hours.dinsdag"),
    ("u1 = 1", "u1 = -1", "targets.u1"),
    ('number = "1712"', 'number = ""', "safety_lines[3].number"),
    ('accent = "#0b5c58"', 'accent = "#ffd166"', "colours.accent"),
    ('accent = "#0b5c58"', 'accent = "teal"', "colours.accent"),
    ('email = "privacy@portaal.example"', 'email = "privacy"', "dpo.email"),
    ('email = "privacy@portaal.example"', 'email = "DPO <privacy@portaal.example>"', "dpo.email"),
    ('security_mailbox = "veiligheid@portaal.example"', 'security_mailbox = "geen"', "security_mailbox"),
    ('security_mailbox = "veiligheid@portaal.example"', 'security_mailbox = "a@b.be, c@d.be"', "security_mailbox"),
    ('url = "https://www.vlaamseombudsdienst.be"', 'url = "ombudsdienst"', "accessibility.complaints.url"),
    ("reviewed_on = 2026-11-23", 'reviewed_on = "gisteren"', "accessibility.reviewed_on"),
    ('email = "contact@apd-gba.be"', "", "privacy.authorities[0].email"),
    ("transfers = ", "transferred = ", "privacy.transferred"),
    ('reviewed_texts = ["nl", "fr", "en"]', 'reviewed_texts = ["fr"]', "reviewed_texts"),
    ('reviewed_texts = ["nl", "fr", "en"]', 'reviewed_texts = ["nl", "de"]', "reviewed_texts"),
    ("confirmed = false", "", "retention.confirmed"),
    ("confirmed = false", "confirmed = 0", "retention.confirmed"),
    ('url = "https://www.ocmw-info-cpas.be"', 'url = "https://x.be"\npostcodes = ["2830"]', "elsewhere"),
    ('crisis = ["Crisiswoning 1",', 'crisis = ["Crisiswoning 2",', "places.crisis"),
    ('crisis = ["Crisiswoning 1",', 'crisis = ["",', "places.crisis"),
    ('crisis = ["Crisiswoning 1",', 'crisis = ["Doorstroomwoning 1",', "places must name each dwelling once"),
    ("from_months = 2", "from_months = 7", "fund.from_months"),
    ("to_months = 6", "to_months = 6\nhighest_eur = 0", "fund.highest_eur"),
    ("[targets]", "[targets", "not TOML"),
)


def test_a_text_of_the_site_file_is_read_in_each_language_and_falls_back_to_dutch() -> None:
    towns = [read_site(environment.SITE_FILE, language).town for language in ("nl", "fr", "en")]
    courts = {read_site(environment.SITE_FILE, language).court for language in ("nl", "fr", "en")}

    assert (towns, courts) == (["Mechelen", "Malines", "Mechelen"], {"Vredegerecht Mechelen"})


def test_the_sample_site_is_right() -> None:
    site = read_site(environment.SITE_FILE)

    assert site.serves("2800") and not site.serves("1000")
    assert (site.elsewhere_for("2830").name, site.elsewhere_for("1000").postcodes) == ("OCMW Willebroek", ())
    assert [site.targets.for_level(level) for level in range(5)] == [0, 1, 3, 5, 10]
    assert [line.number for line in site.safety_lines] == ["112", "101", site.phone, "1712", "1813"]
    assert site.opening_hours.on(0)[0][0].hour == 9 and site.opening_hours.on(6) == ()


@pytest.mark.parametrize(("found", "instead", "key"), MISTAKES)
def test_a_mistake_in_the_site_file_is_one_line_that_names_its_key(
    found: str, instead: str, key: str, tmp_path: Path
) -> None:
    assert SAMPLE.count(found) == 1
    file = tmp_path / "site.toml"
    file.write_text(SAMPLE.replace(found, instead), encoding="utf-8")

    with pytest.raises(config.ConfigError) as refused:
        read_site(file)

    assert key in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("colour", "readable"), [("#767676", True), ("#777777", False), ("#000000", True)])
def test_contrast_is_that_of_wcag(colour: str, readable: bool) -> None:
    assert (checks.readable_colour(colour) is None) is readable


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"PORTAL_FOO": "1"}, "PORTAL_FOO is not a setting"),
        ({"PORTAL_SECRET_KEYS": "hunter2"}, "PORTAL_SECRET_KEYS is too weak"),
        ({"PORTAL_DATABASE_URL": "postgresql://portal:hunter2@127.0.0.1:1/portal"}, "does not answer"),
        ({"PORTAL_DATABASE_URL": "postgresql://127.0.0.1:1/portal?password=hunter2"}, "does not answer"),
        ({"PORTAL_DATABASE_URL": "sqlite:////nowhere/at/all/portal.db"}, "does not answer"),
        ({}, "db upgrade"),
        ({"PORTAL_SITE_FILE": __file__}, "is not TOML"),
    ],
)
def test_a_server_that_cannot_start_says_so_in_one_line(changed: dict[str, str], words: str, tmp_path: Path) -> None:
    environ = make_environ(PORTAL_DATA_DIR=str(make_folder(tmp_path, 0o700)), PATH=os.environ["PATH"], **changed)

    done = subprocess.run(
        [sys.executable, "-c", "import wsgi"], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1 and "hunter2" not in done.stderr
