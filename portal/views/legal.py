"""What the law asks a public website to say: privacy, accessibility, and where a weakness is reported."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from portal import clock, config
from portal.config.site import Retention
from portal.views import drafts, languages, legal_texts, remember
from portal.views.guards import public

bp = Blueprint("legal", __name__)
SECURITY_DAYS = 180
"""How long security.txt may be trusted; RFC 9116 recommends less than a year."""


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """The notices of GDPR art. 13 (to reporters) and 14 (to tenants), with the facts of the site file."""
    return render_template(
        "legal/privacy.html",
        lead=_("Voor wie een huurder aanmeldt, en voor huurders over wie een aanmelding kwam."),
        purposes=_all(legal_texts.PURPOSES),
        bases=_all(legal_texts.BASES),
        of_reporter=_all(legal_texts.OF_REPORTER),
        of_tenant=_all(legal_texts.OF_TENANT),
        rights=_all(legal_texts.RIGHTS),
        terms=_terms(config.site().retention),
        cookies=_cookies(config.site().retention),
    )


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """A statement in the order of the European model (decision 2018/1523)."""
    return render_template(
        "legal/accessibility.html",
        address=config.settings().base_url,
        tested=_all(legal_texts.TESTED),
        limits=_all(legal_texts.LIMITS),
        reviewed_on=format_date(config.site().accessibility.reviewed_on, "d MMMM yyyy"),
    )


@bp.get("/.well-known/security.txt")
@public
def security() -> ResponseReturnValue:
    """RFC 9116."""
    expires = datetime.combine(clock.now().date() + timedelta(days=SECURITY_DAYS), time(), UTC)
    lines = (
        f"Contact: mailto:{config.site().security_mailbox}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(config.settings().languages)}",
        f"Canonical: {config.settings().base_url}{url_for('.security', _external=False)}",
    )
    return Response("\n".join((*lines, "")), mimetype="text/plain", headers={"Cache-Control": "public, max-age=3600"})


def _all(texts: tuple[str, ...]) -> list[str]:
    return [_(text) for text in texts]


def _terms(kept: Retention) -> list[tuple[str, str, str]]:
    """What is kept, and for how long."""
    guided = _months(kept.guided_months) if kept.guided_months else _("De archivaris legt deze termijn nog vast.")
    return [
        (_("Een aanmelding die niet verstuurd is"), _since_last_use(kept), ""),
        (_("Een aanmelding die niet klopt of niet voor ons is"), _months(kept.unfounded_months), ""),
        (_("Een aanmelding waarop geen begeleiding volgt"), _months(kept.never_guided_months), ""),
        (_("Een aanmelding waarop begeleiding volgt"), guided, ""),
        (_("Netwerkadressen"), _("hoogstens %(days)s dagen", days=kept.network_addresses_days), ""),
        (_("Het logboek van wie iets bekeek of wijzigde"), _("%(months)s maanden", months=kept.audit_months), ""),
    ]


def _since_last_use(kept: Retention) -> str:
    return str(_("%(days)s dagen na het laatste gebruik", days=kept.draft_days))


def _months(number: int) -> str:
    return str(_("%(months)s maanden nadat wij het dossier afsluiten", months=number))


def _cookies(kept: Retention) -> list[tuple[str, str, str]]:
    """Every cookie by its name: what it is for, and how long it stays."""
    told = (
        (str(current_app.config["SESSION_COOKIE_NAME"]), legal_texts.SESSION_COOKIE, _("tot u de browser sluit")),
        (drafts.COOKIE, legal_texts.DRAFT_COOKIE, _since_last_use(kept)),
        (drafts.RECEIPT_COOKIE, legal_texts.RECEIPT_COOKIE, _("1 dag")),
        (remember.COOKIE, legal_texts.OWN_COOKIE, _("%(days)s dagen, of tot u ze wist", days=remember.DAYS)),
        (languages.COOKIE, legal_texts.LANGUAGE_COOKIE, _("1 jaar")),
    )
    return [(name, f"{_(why)} {_stays(time_kept)}", "") for name, why, time_kept in told]


def _stays(time_kept: str) -> str:
    # Not inside the f-string above: what collects the messages does not look into those.
    return str(_("Blijft: %(time)s.", time=time_kept))
