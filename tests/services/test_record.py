"""Recording: one command, one transaction, or one sentence why not."""

import pytest

from app.errors import Refused, Unknown
from app.projections.rows import TABLES, case_rows
from app.services.deciding import setting_for
from app.services.record import Wanted, known_log, open_case, record, record_all, record_many_in
from app.services.verify import verify
from app.store import event_log
from app.store.engine import Database
from app.store.setup import read_setup
from tests.store import desk
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY
from workflows import commands as do
from workflows import events as ev

# The calendar ends with the year.
YEARS_END = MONDAY.replace(year=2025, month=12, day=30)


def log_of(opened: Database, code: str) -> event_log.CaseLog:
    with opened.reading() as connection:
        return event_log.load(connection, code)


def nothing_was_written(opened: Database) -> bool:
    with opened.reading() as connection:
        return not any(desk.held(connection, [event_log.EVENTS, *TABLES]).values())


def test_a_case_opens_under_the_number_of_its_agency_and_day(database_url):
    opened = desk.loaded(database_url)

    outcome = desk.accepted(opened)

    assert (outcome.code, outcome.version) == ("H32.PL-240304-0001", 1)
    (accepted,) = outcome.events
    assert isinstance(accepted, ev.Accepted)
    assert accepted.due_at == MONDAY + 3 * DAY
    assert (accepted.procedure_version, accepted.calendar) == (1, "default@1")


def test_the_event_says_who_recorded_it_when_and_where(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code

    record(opened, code, do.StartStep(at=MONDAY, step="appraise"), by="Minh", now=MONDAY + HOUR)

    line = log_of(opened, code).lines[-1]
    assert (line.version, line.by, line.agency) == (2, "Minh", "H32.PL")
    assert (line.event.at, line.recorded_at) == (MONDAY, MONDAY + HOUR)


def test_a_clock_that_was_set_back_does_not_turn_the_recording_times_round(database_url):
    opened = desk.loaded(database_url)
    code = open_case(opened, desk.acceptance(), by="Lan", now=MONDAY + HOUR).code

    record(opened, code, do.StartStep(at=MONDAY, step="appraise"), by="Minh", now=MONDAY + MINUTE)

    assert [line.recorded_at for line in log_of(opened, code).lines] == [MONDAY + HOUR] * 2


def test_an_online_case_is_accepted_by_the_procedure_and_calendar_of_that_day(database_url):
    opened = desk.loaded(database_url)
    code = open_case(opened, desk.submission(), by=None, now=MONDAY).code

    (accepted,) = record(opened, code, do.AcceptCase(at=MONDAY), by="Lan", now=MONDAY).events

    assert isinstance(accepted, ev.Accepted)
    assert (accepted.procedure_version, accepted.calendar) == (1, "default@1")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (do.PauseCase(at=MONDAY, reason="other"), "chỉ bắt đầu bằng việc nộp hoặc tiếp nhận"),
        (do.AcceptCase(at=MONDAY), "chỉ bắt đầu bằng việc nộp hoặc tiếp nhận"),
        (desk.acceptance(procedure=None), "phải ghi cơ quan và thủ tục"),
        (desk.acceptance(applicant=None), "phải ghi mục này"),
        (desk.acceptance(MONDAY + HOUR), "nằm sau thời điểm ghi nhận"),
        (desk.acceptance(due_at=MONDAY - HOUR), "trước lúc tiếp nhận"),
    ],
)
def test_a_case_that_may_not_open_leaves_no_trace(database_url, command, words):
    opened = desk.loaded(database_url)

    with pytest.raises(Refused, match=words):
        open_case(opened, command, by="Lan", now=MONDAY)

    assert nothing_was_written(opened)
    assert desk.accepted(opened).code.endswith("-0001")


@pytest.mark.parametrize("changed", [{"agency": "H99"}, {"procedure": "9.9"}])
def test_an_unknown_code_is_named(database_url, changed):
    opened = desk.loaded(database_url)

    with pytest.raises(Unknown, match=next(iter(changed.values()))):
        open_case(opened, desk.acceptance(**changed), by="Lan", now=MONDAY)


def test_work_on_a_case_that_never_began_has_no_rules_to_go_by(database_url):
    with desk.loaded(database_url).reading() as connection:
        setup = read_setup(connection)

    with pytest.raises(Refused, match="phải ghi cơ quan và thủ tục") as caught:
        setting_for(setup, None, do.ResumeCase(at=MONDAY))
    assert caught.value.field == "data.agency"


def test_a_case_that_does_not_exist_is_unknown(database_url):
    opened = desk.loaded(database_url)

    with pytest.raises(Unknown, match="không có hồ sơ H32-1"):
        record(opened, "H32-1", do.ResumeCase(at=MONDAY), by="Lan", now=MONDAY)


def test_what_the_rules_forbid_is_refused_and_changes_nothing(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code

    with pytest.raises(Refused, match="không thể ghi"):
        record(opened, code, do.ResumeCase(at=MONDAY), by="Lan", now=MONDAY)

    assert log_of(opened, code).version == 1


def test_a_promise_beyond_the_calendar_is_refused(database_url):
    opened = desk.loaded(database_url)

    with pytest.raises(Refused, match="2026"):
        desk.accepted(opened, YEARS_END)

    assert nothing_was_written(opened)


def test_a_deadline_moved_beyond_the_calendar_is_refused_and_changes_nothing(database_url):
    opened = desk.loaded(database_url)
    before = YEARS_END - 5 * DAY
    code = desk.accepted(opened, before).code
    record(opened, code, do.PauseCase(at=before, reason="other"), by="Lan", now=before)

    with pytest.raises(Refused, match="2026"):
        record(opened, code, do.ResumeCase(at=YEARS_END), by="Lan", now=YEARS_END)

    assert log_of(opened, code).version == 2
    with opened.reading() as connection:
        rows = case_rows(log_of(opened, code), read_setup(connection))
        assert desk.held(connection) == desk.wanted(rows)


def test_commands_recorded_together_are_each_decided_on_what_the_one_before_made(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    work = [
        do.StartStep(at=MONDAY, step="appraise"),
        do.CompleteStep(at=MONDAY + MINUTE, step="appraise"),
        do.ResolveCase(at=MONDAY + HOUR, outcome="granted"),
    ]

    outcome = record_all(opened, code, work, by="Minh", now=MONDAY + HOUR, expected_version=1)

    assert (outcome.version, len(outcome.events)) == (4, 3)
    assert [line.version for line in log_of(opened, code).lines] == [1, 2, 3, 4]
    with opened.reading() as connection:
        rows = case_rows(log_of(opened, code), read_setup(connection))
        assert desk.held(connection) == desk.wanted(rows)


def test_of_commands_recorded_together_the_last_may_spoil_all(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    work = [do.StartStep(at=MONDAY, step="appraise"), do.ResumeCase(at=MONDAY)]

    with pytest.raises(Refused, match="không thể ghi"):
        record_all(opened, code, work, by="Minh", now=MONDAY)
    with pytest.raises(Refused, match="không có việc nào"):
        record_all(opened, code, [], by="Minh", now=MONDAY)

    assert log_of(opened, code).version == 1


def test_a_case_opens_with_what_follows_at_once_or_not_at_all(database_url):
    opened = desk.loaded(database_url)
    start, wrong = do.StartStep(at=MONDAY, step="appraise"), do.ResumeCase(at=MONDAY)

    with pytest.raises(Refused):
        open_case(opened, desk.acceptance(), by="Lan", now=MONDAY, following=[wrong])
    assert nothing_was_written(opened)

    outcome = open_case(opened, desk.acceptance(), by="Lan", now=MONDAY, following=[start])
    assert (outcome.code, outcome.version) == ("H32.PL-240304-0001", 2)


def test_a_training_case_has_a_number_of_its_own_series(database_url):
    opened = desk.loaded(database_url)

    practice = open_case(opened, desk.acceptance(training=True), by="Lan", now=MONDAY)

    assert practice.code == "TAP-H32.PL-240304-0001"
    assert desk.accepted(opened).code == "H32.PL-240304-0001"


def test_many_cases_are_recorded_on_as_one_by_one(database_url):
    opened = desk.loaded(database_url)
    codes = [desk.accepted(opened).code for _ in range(3)]
    later = MONDAY + HOUR
    fee, left = do.RecordFee(at=later, amount=8_000, method="cash"), MONDAY + MINUTE
    said: list[list[do.Command]] = [[fee], [do.WithdrawCase(at=left, reason="rút")], [fee, fee]]

    with opened.writing() as connection:
        logs = [known_log(connection, code) for code in codes]
        wanted = [
            Wanted(log=log, commands=commands, now=commands[0].at)
            for log, commands in zip(logs, said, strict=True)
        ]
        found = record_many_in(connection, wanted, by="lan")

    assert [(one.code, one.version, len(one.events)) for one in found] == [
        (code, log.version + len(commands), len(commands))
        for code, log, commands in zip(codes, logs, said, strict=True)
    ]
    assert [log_of(opened, code).lines[-1].recorded_at for code in codes] == [later, left, later]
    assert verify(opened, now=MONDAY + DAY).fault is None


def test_of_many_cases_none_is_recorded_on_when_one_is_refused(database_url):
    opened = desk.loaded(database_url)
    codes = [desk.accepted(opened).code for _ in range(2)]
    versions = [log_of(opened, code).version for code in codes]
    fee = do.RecordFee(at=MONDAY + HOUR, amount=8_000, method="cash")
    early = do.RecordFee(at=MONDAY - DAY, amount=8_000, method="cash")

    with opened.writing() as connection:
        wanted = [
            Wanted(log=known_log(connection, code), commands=[command], now=MONDAY + HOUR)
            for code, command in zip(codes, (fee, early), strict=True)
        ]
        with pytest.raises(Refused):
            record_many_in(connection, wanted, by="lan")

    assert [log_of(opened, code).version for code in codes] == versions
