import json

CORRECTED = "T.H1.X0-00036"  # its `resolved` was entered wrong and corrected on 26/01/2024


def case(program, code, *more):
    return json.loads(program("case", code, "--json", *more).out)


def test_a_case_shows_state_clocks_and_timeline(world):
    ran = world("case", "T.H1.X1-00016", "--at", "2023-08-01")
    assert ran.status == 0
    assert ran.out.startswith("Hồ sơ T.H1.X1-00016: đang xử lý\n")
    assert "Mở lại: sai sót (ld duyệt)" in ran.out
    assert "hồ sơ: hạn thứ Năm 20/07/2023 17:30" in ran.out


def test_an_earlier_instant_shows_less(world):
    whole, early = case(world, "T.H1.X1-00016"), case(world, "T.H1.X1-00016", "--at", "2023-07-21")
    assert (whole["version"], early["version"]) == (10, 3)
    assert early["state"] == "processing"
    assert early["verdict"] is None


def test_a_correction_shows_both_times_and_only_once_known(world):
    now = case(world, CORRECTED)
    before = case(world, CORRECTED, "--as-known-at", "2024-01-26T21:00")
    assert now["closed_at"] == "2024-01-01T16:46:00+07:00"
    assert before["closed_at"] != now["closed_at"]
    entry = now["timeline"][10]
    assert entry["type"] == "resolved"
    assert entry["first_said"] == before["closed_at"]
    assert "[lúc đầu ghi" in world("case", CORRECTED).out


def test_a_case_nobody_knew_yet_is_unknown(world):
    ran = world("case", "T.H1.X1-00016", "--at", "2020-01-01")
    assert (ran.status, ran.err) == (2, "không có hồ sơ T.H1.X1-00016 vào lúc đó\n")


def test_clocks_say_how_long_and_whether_late(world):
    clocks = {(c["clock"], c["step"]): c for c in case(world, "T.H1.X1-00016")["clocks"]}
    assert clocks["intake", None]["late"] is False
    assert clocks["intake", None]["used_minutes"] == 240
    assert clocks["case", None]["late"] is True
    assert clocks["case", None]["left_minutes"] < 0
    assert clocks["step", "a"]["due_at"] == "2023-07-20T16:27:00+07:00"
