"""`motcua serve`: it starts, answers, is replaced where it dies, and ends what it has begun."""

import json
import os
import signal
import socket
from pathlib import Path

import pytest

from tests.cli.served import end_of, served, within

SIGNALS = [signal.SIGTERM, signal.SIGINT]
COUNT = 'motcua_request_seconds_count{endpoint="session.enter",method="GET",status="200"}'


def counted(server):
    found = [line for line in server.get("/metrics")[1].splitlines() if line.startswith(COUNT)]
    return float(found[0].split()[-1]) if found else 0.0


def folders(tmp_path):
    return [path.name for path in Path(tmp_path).glob("motcua-figures-*")]


def test_the_help_says_that_the_scheduler_runs_beside_it(motcua):
    ran = motcua("serve", "--help")

    assert ran.status == 0
    assert "“motcua scheduler”" in " ".join(ran.out.split())


def test_a_port_in_use_is_one_sentence(motcua):
    with socket.create_server(("127.0.0.1", 0)) as other:
        ran = motcua("serve", "--port", other.getsockname()[1])

    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert "đang được chương trình khác dùng" in ran.err


@pytest.mark.parametrize("host", ["203.0.113.1", "khong-co.invalid", "a" * 300, "một cửa"])
def test_an_address_that_is_not_ours_is_one_sentence(motcua, host):
    ran = motcua("serve", "--host", host, "--port", 0)

    assert ran.status == 2
    assert ran.err.startswith("serve: --host: ")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("wrong", [("--port", "65536"), ("--workers", "0"), ("--threads", "x")])
def test_an_impossible_number_is_refused(motcua, wrong):
    ran = motcua("serve", *wrong)

    assert ran.status == 2
    assert wrong[0] in ran.err


def test_an_unusable_environment_is_refused_before_anything_is_served(motcua, monkeypatch):
    monkeypatch.setenv("MOTCUA_HTTPS", "maybe")

    ran = motcua("serve", "--port", 0)

    assert ran.status == 2
    assert ran.err.startswith("MOTCUA_HTTPS: ")


@pytest.mark.parametrize("number", SIGNALS)
def test_one_process_answers_and_stops_when_told(raw_sqlite_url, number):
    with served(raw_sqlite_url) as server:
        status, text = server.get("/healthz")

        assert (status, json.loads(text)["well"]) == (200, True)
        assert server.end(number) == 0


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("number", SIGNALS)
def test_what_was_begun_is_answered_before_the_end(raw_sqlite_url, workers, number):
    with served(raw_sqlite_url, "--workers", workers) as server:
        assert within(20, lambda: server.get("/healthz")[0] == 200)
        line = server.begin_to_send()
        server.process.send_signal(number)

        # Without its secret the form is refused; that it is answered at all is what counts.
        assert end_of(line) == 400
        assert server.ended() == 0


def test_the_log_is_json_and_names_no_address(raw_sqlite_url):
    with served(raw_sqlite_url, "--workers", "2") as server:
        server.get("/sign-in?next=/cases/H32.PL-240124-0001")
        server.end()

    lines = [json.loads(line) for line in server.log.splitlines()]
    assert {"request", "server"} <= {line["event"] for line in lines}
    assert "H32" not in server.log


def test_a_killed_worker_is_replaced_and_its_counts_are_kept(postgres_url, tmp_path):
    with served(postgres_url, "--workers", "2", TMPDIR=str(tmp_path)) as server:
        for _ in range(6):
            assert server.get("/sign-in")[0] == 200
        assert counted(server) == 6
        before = server.workers()
        victim = min(before)
        os.kill(victim, signal.SIGKILL)

        assert within(20, lambda: len(server.workers() - {victim}) == len(before) == 2)
        assert within(20, lambda: server.get("/healthz")[0] == 200)
        assert counted(server) == 6
        assert len(folders(tmp_path)) == 1
        assert server.end() == 0
    assert folders(tmp_path) == []
