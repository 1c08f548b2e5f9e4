"""The inbox, the step and the sign-in of the Django desk; imported by `django_site` alone."""

import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from bench.peers.django_models import (
    Account,
    Agency,
    Case,
    Event,
    Grant,
    Notice,
    Procedure,
    Step,
    Timer,
)
from sla.calendar import WorkingCalendar
from workflows.events import ClockName
from workflows.nearness import left_of
from workflows.pack import calendar_from_plain

SIZE = 50
_RUNNING = ("received", "processing")
_OPEN = (*_RUNNING, "paused")
# Title, what it is sorted by; in the order of the groups at the side.
LISTS: dict[str, tuple[str, str]] = {
    "mine": ("Việc của tôi", "step_due_at"),
    "sent_back": ("Bị trả lại cho tôi", "step_due_at"),
    "to_assign": ("Chờ phân công", "step_due_at"),
    "hand_over": ("Chờ bàn giao", "due_at"),
    "overdue": ("Quá hạn", "due_at"),
    "due_soon": ("Sắp đến hạn", "due_at"),
    "step_late": ("Chậm bước, hồ sơ còn hạn", "step_due_at"),
    "apology_owed": ("Cần thư xin lỗi", "due_at"),
    "promise_over": ("Đã hẹn lại mà vẫn quá", "apology_new_due_at"),
    "awaiting_supplement": ("Chờ bổ sung", "waits_since"),
    "paused": ("Đang tạm dừng", "waits_since"),
    "training": ("Hồ sơ tập huấn", "due_at"),
}
GROUPS = (
    ("Việc phải làm", ("mine", "sent_back", "to_assign", "hand_over")),
    ("Theo hạn", ("overdue", "due_soon", "step_late")),
    ("Thư xin lỗi", ("apology_owed", "promise_over")),
    ("Đang dừng", ("awaiting_supplement", "paused")),
    ("Theo dõi", ("training",)),
)


def conditions(login: str, offices: list[str], now: datetime) -> dict[str, Q]:
    """Say when a case stands in each list of a specialist."""
    running = Step.objects.filter(case_id=OuterRef("code"), ended_at=None)
    ran_until = Coalesce(F("paused_since"), now)
    overdue = Q(state__in=_OPEN, due_at__lt=ran_until)
    foretold = Q(state__in=_RUNNING, apology_owed_at__lte=now)
    no_apology = Q(apologised_at=None, apology_drafted_at=None)
    going, real = Q(steps_running__gt=0), Q(training=False)
    free = running.filter(assignee=None, role="specialist", agency__in=offices)
    mine = running.filter(assignee=login)
    return {
        "mine": going & Q(Exists(mine)),
        "sent_back": real & going & Q(Exists(mine.filter(sent_back__isnull=False))),
        "to_assign": real & going & Q(Exists(free)),
        "hand_over": real & Q(state__in=_RUNNING, steps_running=0),
        "overdue": real & overdue,
        "due_soon": real & Q(state__in=_RUNNING, warn_at__lte=now, due_at__gte=now),
        "step_late": real & Q(state__in=_OPEN, step_due_at__lt=ran_until, due_at__gte=ran_until),
        "apology_owed": real & no_apology & (overdue | foretold),
        "promise_over": real & Q(state__in=_OPEN, apology_new_due_at__lt=now, due_at__lt=now),
        "awaiting_supplement": real & Q(waits_for="supplement"),
        "paused": real & Q(state="paused"),
        "training": Q(training=True),
    }


def live_cases(offices: list[str]) -> "QuerySet[Any]":
    """Give the cases of offices, and those of others with a step there, that are not settled."""
    # Asked first, since an OR with a subquery reads the cases of the whole province.
    away = Step.objects.filter(agency__in=offices, referred_by__isnull=False)
    referred = list(away.values_list("case_id", flat=True).distinct())
    here = Q(agency__in=offices) | Q(code__in=referred)
    return Case.objects.filter(here, settled_at=None)


@require_GET
@login_required
def inbox(request: HttpRequest, code: str) -> HttpResponse:
    """Show one list beside the counts of all."""
    now, login = timezone.now(), request.user.username
    grants = list(Grant.objects.filter(account__login=login).select_related("agency"))
    if code not in LISTS or not any(grant.role == "specialist" for grant in grants):
        raise PermissionDenied
    offices = [grant.agency_id for grant in grants]
    holds, live = conditions(login, offices, now), live_cases(offices)
    counts = live.aggregate(**{one: Count("code", filter=held) for one, held in holds.items()})
    title, order = LISTS[code]
    cases = _page(live.filter(holds[code]), order)
    shown = {
        "code": code,
        "title": title,
        "groups": _side(counts),
        "count": counts[code],
        "lines": _lines(cases[:SIZE], "step" if order == "step_due_at" else "case", now),
        "more": len(cases) > SIZE,
        **_around(login, offices, grants, now),
    }
    return render(request, "inbox.html", shown)


def _page(cases: "QuerySet[Any]", order: str) -> list[Any]:
    steps = Step.objects.filter(ended_at=None).order_by("started_at")
    related = cases.select_related("agency", "procedure").prefetch_related(
        Prefetch("steps", queryset=steps, to_attr="running")
    )
    return list(related.order_by(F(order).asc(nulls_last=True), "code")[: SIZE + 1])


def _side(counts: dict[str, int]) -> list[tuple[str, list[tuple[str, str, int]]]]:
    return [(name, [(one, LISTS[one][0], counts[one]) for one in codes]) for name, codes in GROUPS]


def _lines(cases: list[Any], clock: str, now: datetime) -> list[dict[str, Any]]:
    logins = {step.assignee for case in cases for step in case.running if step.assignee}
    people = Account.objects.in_bulk(list(logins), field_name="login") if logins else {}
    return [_line(case, clock, people, now) for case in cases]


def _line(case: Any, clock: str, people: dict[str, Any], now: datetime) -> dict[str, Any]:
    by_step = clock == "step" and case.step_due_at is not None
    due = case.step_due_at if by_step else case.due_at
    left = None
    if due and case.state in _OPEN:
        calendar = _calendar(case.calendar)
        name: ClockName = "step" if by_step else "case"
        left = left_of(name, due, calendar, now=now, paused_since=case.paused_since)
    late = bool(case.due_at and case.due_at < (case.paused_since or now))
    steps = [(step, people.get(step.assignee)) for step in case.running]
    return {"case": case, "due": due, "left": left, "late": late, "steps": steps}


@lru_cache(maxsize=64)
def _calendar(reference: str) -> WorkingCalendar:
    code, _, number = reference.rpartition("@")
    with connection.cursor() as cursor:
        asked = "SELECT content FROM calendars WHERE code = %s AND version = %s"
        cursor.execute(asked, [code, int(number)])
        return WorkingCalendar(calendar_from_plain(json.loads(cursor.fetchone()[0])))


def _around(login: str, offices: list[str], grants: list[Any], now: datetime) -> dict[str, Any]:
    procedures = list(Procedure.objects.order_by("name"))
    fields = {one.field: one.field_name for one in procedures}
    colleagues = Account.objects.filter(grants__agency__in=offices).distinct().order_by("name")
    notices = Notice.objects.filter(login=login, shown_from__lte=now, read_at=None)
    return {
        "me": Account.objects.get(login=login),
        "grants": grants,
        "procedures": procedures,
        "fields": sorted(fields.items()),
        "officers": list(colleagues),
        "unread": notices.count(),
        "told": list(Agency.objects.filter(code__in=offices).exclude(notice=None)),
        "now": now,
    }


@require_POST
@login_required
@transaction.atomic
def complete(request: HttpRequest, code: str) -> HttpResponse:
    """Complete a running step: the right, an event, and the rows of case, step and timers."""
    now, login = timezone.now(), request.user.username
    case = get_object_or_404(Case.objects.select_for_update(), code=code)
    step = get_object_or_404(Step, case=case, step=request.POST["step"], ended_at=None)
    seats = Grant.objects.filter(account__login=login, agency=step.agency_id, role=step.role)
    if step.assignee != login or not seats.exists():
        raise PermissionDenied
    if case.version != int(request.POST["version"]) or case.state not in _RUNNING:
        return HttpResponse("Hồ sơ vừa thay đổi", status=409)
    _recorded(case, step, login, now)
    _ended(case, step, now)
    messages.success(request, f"Đã ghi: hoàn thành bước {step.step}")
    return redirect(f"/cases/{code}", permanent=False)


def _recorded(case: Any, step: Any, login: str, now: datetime) -> None:
    case.version += 1
    Event.objects.create(
        case_code=case.code,
        version=case.version,
        type="step_completed",
        at=now,
        recorded_at=now,
        actor=login,
        agency=case.agency_id,
        data=f'{{"step":"{step.step}"}}',
    )


def _ended(case: Any, step: Any, now: datetime) -> None:
    step.ended_at, step.done = now, True
    step.save(update_fields=["ended_at", "done"])
    rest = list(Step.objects.filter(case=case, ended_at=None))
    case.steps_running = len(rest)
    case.step_due_at = min((one.due_at for one in rest if one.due_at), default=None)
    case.recorded_at = now
    case.save(update_fields=["version", "steps_running", "step_due_at", "recorded_at"])
    Timer.objects.filter(case_code=case.code, clock="step", step=step.step, run=step.run).delete()


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show where one lands after signing in."""
    return render(request, "home.html", {})


urlpatterns = [
    path("", home),
    path("sign-in", LoginView.as_view(template_name="sign_in.html")),
    path("lists/<code>", inbox),
    path("cases/<code>/complete", complete),
]
