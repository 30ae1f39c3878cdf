"""The pages: blueprints are named here one by one, and every request passes the same gate and gets the same frame."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import config, extensions
from portal.views import (
    absence,
    accounts,
    assets,
    bulk,
    care,
    colleagues,
    compression,
    entering,
    exits,
    follow_forms,
    follow_up,
    frame,
    guards,
    handover,
    headers,
    health,
    informing,
    intake,
    languages,
    legal,
    lost_links,
    mail,
    markup,
    preferences,
    public,
    questions,
    queue,
    readdressing,
    releases,
    resets,
    resume,
    safety,
    saved,
    saved_views,
    search,
    sending,
    tenant,
)

BLUEPRINTS = (
    public.bp,
    legal.bp,
    intake.bp,
    exits.bp,
    resume.bp,
    sending.bp,
    tenant.bp,
    follow_up.bp,
    follow_forms.bp,
    lost_links.bp,
    accounts.bp,
    resets.bp,
    colleagues.bp,
    absence.bp,
    mail.bp,
    mail.dev,
    health.bp,
    saved_views.bp,
    queue.bp,  # That of the cases: the queue stands beside them.
    handover.bp,
    bulk.bp,
    search.bp,
    entering.bp,
    questions.bp,
    releases.bp,
    informing.bp,
    care.bp,
    safety.bp,
    preferences.bp,
    readdressing.bp,
)


def init_app(app: Flask) -> None:
    """Attach every page, closed by default."""
    with app.app_context():
        proxies = config.settings().trusted_proxies
    # The host is never taken from a header: links are made from PORTAL_BASE_URL.
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]
    # Flask-Login's own cookie is not used; no cookie can have this name.
    app.config.update(REMEMBER_COOKIE_NAME=";", SESSION_PROTECTION=None)
    extensions.login.request_loader(accounts.recognise)
    for part in (headers, guards, languages, frame, saved, markup, assets, compression):
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
