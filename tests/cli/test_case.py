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


def test_steps_go_by_their_names_in_clocks_and_timeline(world):
    ran = world("case", "T.H1.X1-00016")
    assert "Bắt đầu bước A — oracle" in ran.out
    assert "  bước A (lần 1): hạn" in ran.out
    assert "đã xong, " in ran.out


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
    assert (ran.status, ran.err) == (2, "MÃ: không có hồ sơ T.H1.X1-00016 vào lúc đó\n")


def test_clocks_say_how_long_and_whether_late(world):
    clocks = {(c["clock"], c["step"]): c for c in case(world, "T.H1.X1-00016")["clocks"]}
    assert clocks["intake", None]["late"] is False
    assert clocks["intake", None]["used_minutes"] == 240
    assert clocks["case", None]["late"] is True
    assert clocks["case", None]["left_minutes"] < 0
    assert clocks["step", "a"]["due_at"] == "2023-07-20T16:27:00+07:00"


def test_the_notice_of_an_office_stands_above_its_cases(motcua, tmp_path):
    pack, journal = tmp_path / "pack.yaml", tmp_path / "journal.jsonl"
    pack.write_text(
        "calendars: [{code: c, week: {mon: ['07:30-11:30']}, covers: [2023, 2024]}]\n"
        "agencies: [{code: T, name: Xã, level: commune, calendar: c, notice: Số liệu bịa.}]\n"
        "fields: [{code: F, name: Hộ tịch, order: 1}]\n"
        "procedures: [{code: P, name: Khai sinh, field: F, levels: [commune], online: full,\n"
        "  time_limit: 1 working_days}]\n",
        encoding="utf-8",
    )
    event = {
        "case": "X",
        "type": "submitted",
        "at": "2023-06-12T08:00:00+07:00",
        "data": {
            "agency": "T",
            "procedure": "P",
            "channel": "online",
            "applicant": {"name": "Bà Tư"},
        },
    }
    journal.write_text(json.dumps(event), encoding="utf-8")
    assert motcua("load", pack).status == 0
    assert motcua("import", journal).status == 0
    shown = motcua("case", "X", "--at", "2023-06-12T10:00").out
    assert shown.startswith("Số liệu bịa.\n\nHồ sơ X: chờ tiếp nhận\n")
    assert case(motcua, "X", "--at", "2023-06-12T10:00")["notice"] == "Số liệu bịa."


def test_an_office_without_a_notice_has_none_in_json(world):
    assert "notice" not in case(world, "T.H1.X1-00016")


def test_help_is_vietnamese_throughout(motcua):
    assert motcua("case", "--help").out.startswith("Cách dùng: motcua case [TÙY CHỌN] MÃ\n")
