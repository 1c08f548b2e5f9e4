from sqlalchemy import text

from app.store.engine import database

TABLES = ("cases", "case_steps", "timers", "facts")


def contents(url):
    with database(url).reading() as connection:
        return {
            name: sorted(map(repr, connection.execute(text(f"SELECT * FROM {name}"))))
            for name in TABLES
        }


def test_rebuild_makes_just_what_was_there(world, world_url):
    before = contents(world_url)
    assert all(before.values())
    with database(world_url).writing() as connection:
        for name in TABLES:
            connection.execute(text(f"DELETE FROM {name}"))
    ran = world("rebuild")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == "Đã dựng lại bảng đọc của 260 hồ sơ và 0 phản ánh, kiến nghị từ nhật ký.\n"
    assert contents(world_url) == before


def test_verify_says_what_it_looked_at(world):
    ran = world("verify")
    assert ran.status == 0
    assert ran.out.startswith("Khớp: 1925 sự kiện của 260 hồ sơ, chuỗi băm liền mạch;")
    assert '"ok": true' in world("verify", "--json").out


def test_verify_answers_no_when_a_read_table_is_off(world, world_url):
    with database(world_url).writing() as connection:
        connection.execute(text("UPDATE cases SET state = 'voided'"))
    ran = world("verify", "--json")
    assert ran.status == 1
    assert '"ok": false' in ran.out
    assert "hãy chạy motcua rebuild" in ran.err
    assert world("rebuild").status == 0
    assert world("verify").status == 0


def test_tick_says_how_many(world):
    ran = world("tick", "--until", "2023-07-20T17:30", "--json")
    assert ran.status == 0
    assert '"failures": {}' in ran.out
    assert world("tick", "--until", "2999-01-01").status == 2
