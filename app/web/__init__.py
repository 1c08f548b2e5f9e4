"""Pages over HTTP: sign-in, forms to commands, answers to HTML; no rule of the desk lives here."""

from importlib import import_module

from flask import Blueprint

# Each is a module of `app.web.pages` with a Blueprint called `pages`.
PAGES = (
    "session",
    "public",
    "inbox",
    "accounts",
    "absences",
    "proposals",
    "demo",
    "cases",
    "acts",
    "files",
    "intake",
    "calendar_changes",
    "forecast",
    "explanations",
    "operations",
    "notices",
    "notice_choices",
    "letter_templates",
    "letters",
    "letter_list",
    "letter_runs",
    "register",
    "handovers",
    "apologies",
    "apology_ledger",
    "petitions",
    "reports",
    "report_cells",
    "report_seals",
    "report_check",
    "report_jobs",
    "report_schedules",
)


def blueprints() -> list[Blueprint]:
    """Every blueprint of the desk, in the order of the menu."""
    return [import_module(f"app.web.pages.{name}").pages for name in PAGES]
