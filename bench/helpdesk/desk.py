"""django-helpdesk with 20 custom fields, in its own environment: set up once, then asked over a pipe, line by line.

``python desk.py ENGINE ADDRESS TICKETS`` first reads one line, a list of invented family names as JSON; then each line
is ``list`` or ``search WORD``, and the answer is how many milliseconds the whole request took in this process.
"""

from __future__ import annotations

import base64
import json
import sys
import time

import django
from django.conf import settings
from django.core.management import call_command

PROTOTYPES = 1000
FIELDS = 20
OPEN = [1, 2]
APPS = (
    *("django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"),
    *("django.contrib.sites", "django.contrib.messages", "django.contrib.staticfiles", "django.contrib.humanize"),
    *("rest_framework", "helpdesk"),
)
MIDDLEWARE = (
    *("django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware"),
    *("django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"),
    *(
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ),
)
CONTEXT = ("debug", "request")
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})"


def configure(engine: str, address: str) -> None:
    database = {"NAME": address} if engine == "sqlite3" else {"NAME": "helpdesk", "HOST": address, "USER": "postgres"}
    processors = [f"django.template.context_processors.{name}" for name in CONTEXT]
    processors += ["django.contrib.auth.context_processors.auth", "django.contrib.messages.context_processors.messages"]
    settings.configure(
        DATABASES={"default": {"ENGINE": f"django.db.backends.{engine}", **database}},
        INSTALLED_APPS=APPS,
        MIDDLEWARE=MIDDLEWARE,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": processors},
            }
        ],
        ROOT_URLCONF="urls",
        SECRET_KEY="of a benchmark",
        ALLOWED_HOSTS=["testserver"],
        SITE_ID=1,
        STATIC_URL="/static/",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        HELPDESK_TEAMS_MODE_ENABLED=False,
        HELPDESK_PUBLIC_ENABLED=False,
    )
    django.setup()


def fill(families: list[str], tickets: int) -> None:
    """Some tickets by the ORM, the rest copied by the database, each with a value in every custom field."""
    from django.db import connection
    from django.utils import timezone
    from helpdesk.models import CustomField, Queue, Ticket

    queue = Queue.objects.create(title="Aanmeldingen", slug="aanmeldingen")
    for number in range(FIELDS):
        CustomField.objects.create(name=f"field{number}", label=f"Field {number}", data_type="varchar", max_length=50)
    first = min(PROTOTYPES, tickets)
    at = timezone.now()
    Ticket.objects.bulk_create(
        Ticket(
            title=f"{families[number % len(families)]}, {number % 180} Kerkstraat",
            queue=queue,
            created=at,
            status=1 + number % 4,
            priority=1 + number % 5,
            submitter_email=f"melder{number}@voorbeeld.example",
            description="Drie maanden huurachterstand, de huurder weet ervan.",
        )
        for number in range(first)
    )
    columns = ", ".join(f'"{field.column}"' for field in Ticket._meta.concrete_fields if field.column != "id")
    with connection.cursor() as cursor:
        if tickets > first:
            numbers = NUMBERS.format(tickets // first - 1)
            cursor.execute(
                f"{numbers} INSERT INTO helpdesk_ticket ({columns}) SELECT {columns} FROM helpdesk_ticket, n"
            )
        cursor.execute(
            "INSERT INTO helpdesk_ticketcustomfieldvalue (ticket_id, field_id, value)"
            " SELECT t.id, f.id, 'antwoord ' || t.id || ' ' || f.id FROM helpdesk_ticket t, helpdesk_customfield f"
        )
        cursor.execute("ANALYZE")


def main() -> None:
    configure(*sys.argv[1:3])
    call_command("migrate", verbosity=0)
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.urls import reverse

    fill(json.loads(sys.stdin.readline()), int(sys.argv[3]))
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("noor", "noor@portaal.example", "fiets kraan wolk"))
    print("ready", flush=True)
    for line in sys.stdin:
        _verb, _, word = line.strip().partition(" ")
        filters = {"filtering": {"status__in": OPEN}, "filtering_null": {}, "sorting": "created", "sortreverse": False}
        query = base64.b64encode(json.dumps({**filters, "search_string": word}).encode()).decode()
        began = time.perf_counter()
        page = client.get(reverse("helpdesk:list"), {"q": word} if word else {})
        rows = client.get(reverse("helpdesk:datatables_ticket_list", args=[query]))
        taken = (time.perf_counter() - began) * 1000
        if (page.status_code, rows.status_code) != (200, 200):
            raise RuntimeError(f"django-helpdesk answered {page.status_code} and {rows.status_code}")
        print(json.dumps({"ms": taken, "found": rows.json()["recordsFiltered"]}), flush=True)


if __name__ == "__main__":
    main()
