"""The desk's tables as Django's ORM sees them; imported by `django_site` alone, once it is set up.

The tables are ours, filled by us. `desk_procedure` is made by `django_site.prepare`, since an
ordinary application would keep a procedure's name in a column.
"""

from django.db import models


class Agency(models.Model):
    """An office."""

    code = models.TextField(primary_key=True)
    name = models.TextField()
    calendar = models.TextField(null=True)
    notice = models.TextField(null=True)

    class Meta:
        """Ours."""

        managed, db_table, app_label = False, "agencies", "desk"


class Procedure(models.Model):
    """A procedure and its field."""

    code = models.TextField(primary_key=True)
    name = models.TextField()
    field = models.TextField()
    field_name = models.TextField()

    class Meta:
        """Made for Django."""

        managed, db_table, app_label = False, "desk_procedure", "desk"


class Account(models.Model):
    """Somebody with a login."""

    id = models.IntegerField(primary_key=True)
    login = models.TextField(unique=True)
    name = models.TextField()

    class Meta:
        """Ours."""

        managed, db_table, app_label = False, "accounts", "desk"


class Grant(models.Model):
    """A role at an office."""

    id = models.IntegerField(primary_key=True)
    account = models.ForeignKey(
        Account, models.DO_NOTHING, db_column="account", related_name="grants"
    )
    agency = models.ForeignKey(Agency, models.DO_NOTHING, db_column="agency")
    role = models.TextField()

    class Meta:
        """Ours."""

        managed, db_table, app_label = False, "account_grants", "desk"


class Notice(models.Model):
    """A line of somebody's bell."""

    id = models.IntegerField(primary_key=True)
    login = models.TextField()
    shown_from = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        """Ours."""

        managed, db_table, app_label = False, "notices", "desk"


class Case(models.Model):
    """A case as it stands."""

    code = models.TextField(primary_key=True)
    agency = models.ForeignKey(Agency, models.DO_NOTHING, db_column="agency")
    procedure = models.ForeignKey(Procedure, models.DO_NOTHING, db_column="procedure")
    calendar = models.TextField(null=True)
    channel = models.TextField()
    state = models.TextField()
    training = models.BooleanField()
    applicant = models.TextField()
    arrived_at = models.DateTimeField()
    intake_due_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    apology_owed_at = models.DateTimeField(null=True)
    steps_running = models.IntegerField()
    step_due_at = models.DateTimeField(null=True)
    paused_since = models.DateTimeField(null=True)
    waits_for = models.TextField(null=True)
    waits_since = models.DateTimeField(null=True)
    waits_until = models.DateTimeField(null=True)
    apologised_at = models.DateTimeField(null=True)
    apology_drafted_at = models.DateTimeField(null=True)
    apology_new_due_at = models.DateTimeField(null=True)
    verdict = models.TextField(null=True)
    settled_at = models.DateTimeField(null=True)
    version = models.IntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        """Ours."""

        managed, db_table, app_label = False, "cases", "desk"


class Step(models.Model):
    """One run of a step."""

    pk = models.CompositePrimaryKey("case_id", "step", "run")
    case = models.ForeignKey(Case, models.DO_NOTHING, db_column="case_code", related_name="steps")
    step = models.TextField()
    run = models.IntegerField()
    agency = models.ForeignKey(Agency, models.DO_NOTHING, db_column="agency", related_name="+")
    referred_by = models.TextField(null=True)
    role = models.TextField(null=True)
    assignee = models.TextField(null=True)
    sent_back = models.TextField(null=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    done = models.BooleanField()
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)

    class Meta:
        """Ours."""

        managed, db_table, app_label = False, "case_steps", "desk"


class Timer(models.Model):
    """A rung that must still become an event."""

    pk = models.CompositePrimaryKey("case_code", "clock", "step", "run", "rung", "due_at")
    case_code = models.TextField()
    clock = models.TextField()
    step = models.TextField()
    run = models.IntegerField()
    rung = models.TextField()
    due_at = models.DateTimeField()
    fires_at = models.DateTimeField()

    class Meta:
        """Ours."""

        managed, db_table, app_label = False, "timers", "desk"


class Event(models.Model):
    """One event; Django's have no chain."""

    position = models.BigAutoField(primary_key=True)
    case_code = models.TextField()
    version = models.IntegerField()
    type = models.TextField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.TextField(null=True)
    agency = models.TextField()
    data = models.TextField()
    prev_hash = models.TextField(default="")
    hash = models.TextField(default="")

    class Meta:
        """Ours."""

        managed, db_table, app_label = False, "case_events", "desk"
