"""An ordinary Django application of the same desk: sessions, CSRF, the ORM, a template.

Neither crippled nor tuned: kept connections, cached templates, related rows fetched together, the
counts of all lists in one aggregate. Its working time is counted by our `sla`, since nothing else
knows the calendar. Django is imported inside functions, and its models and views by them.
"""

import os
import secrets
from typing import Any

ADDRESS, KEY = "MOTCUA_BENCH_DJANGO", "MOTCUA_BENCH_DJANGO_KEY"
PASSWORD = " ".join(("một", "cửa", "đo", "tải", "2026"))
_PROCEDURES = """
CREATE TABLE desk_procedure AS
SELECT DISTINCT ON (code) code, content::json->>'name' AS name, content::json->>'field' AS field,
    (SELECT name FROM fields WHERE fields.code = content::json->>'field') AS field_name
FROM procedures ORDER BY code, version DESC
"""
_MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
_AROUND = (
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
)


def application() -> Any:
    """Make the WSGI application of the database that the environment names."""
    _set_up(os.environ[ADDRESS])
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def prepare(address: str, logins: list[str]) -> None:
    """Give a copy of our database the tables of Django, and each login a user."""
    _set_up(address)
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_PROCEDURES)
        cursor.execute("ALTER TABLE desk_procedure ADD PRIMARY KEY (code)")
    call_command("migrate", verbosity=0)
    for login in logins:
        User.objects.create_user(login, password=PASSWORD)
    connection.close()


def _set_up(address: str) -> None:
    import django
    from django.conf import settings
    from sqlalchemy import make_url

    if settings.configured:
        return
    url = make_url(address)
    settings.configure(
        SECRET_KEY=os.environ.get(KEY) or secrets.token_hex(),
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="bench.peers.django_views",
        MIDDLEWARE=list(_MIDDLEWARE),
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "bench.peers.django_app.Desk",
        ],
        TEMPLATES=[_templates()],
        DATABASES={"default": _database(url)},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        LANGUAGE_CODE="vi",
        TIME_ZONE="Asia/Ho_Chi_Minh",
        USE_TZ=True,
        LOGIN_URL="/sign-in",
        LOGIN_REDIRECT_URL="/",
    )
    django.setup()


def _templates() -> dict[str, Any]:
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [os.path.join(os.path.dirname(__file__), "django_templates")],
        "OPTIONS": {"context_processors": list(_AROUND)},
    }


def _database(url: Any) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.database,
        "USER": url.username or "",
        "PASSWORD": url.password or "",
        "HOST": url.host or url.query.get("host", ""),
        "PORT": url.port or url.query.get("port", ""),
        "CONN_MAX_AGE": 600,
    }
