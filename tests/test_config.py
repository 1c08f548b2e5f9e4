import stat
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from config import DEFAULT_FILES, DEFAULT_URL, BadConfig, Config, Gateway, MailServer

SECRET = "0123456789abcdef" * 2


def test_without_an_environment_the_database_is_sqlite_in_var():
    assert Config.from_environment({}).database_url == DEFAULT_URL
    assert DEFAULT_URL.startswith("sqlite:////")
    assert DEFAULT_URL.endswith("/var/motcua.db")


def test_an_empty_variable_is_as_good_as_none():
    assert Config.from_environment({"MOTCUA_DATABASE_URL": ""}).database_url == DEFAULT_URL


@pytest.mark.parametrize("url", ["postgresql+psycopg://lan@/motcua", "sqlite:////tmp/x.db"])
def test_both_kinds_of_database_are_taken(url):
    assert Config.from_environment({"MOTCUA_DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize("url", ["postgresql://lan:bimat@host/x", "mysql://x", "motcua.db"])
def test_anything_else_is_refused_without_showing_a_password(url):
    with pytest.raises(BadConfig, match="MOTCUA_DATABASE_URL") as caught:
        Config.from_environment({"MOTCUA_DATABASE_URL": url})
    assert "bimat" not in str(caught.value)


@pytest.mark.parametrize("path", ["", ":memory:", "?timeout=5", "file::memory:?uri=true"])
def test_a_database_that_keeps_nothing_is_refused(path):
    with pytest.raises(BadConfig, match="phải có đường dẫn tệp"):
        Config.from_environment({"MOTCUA_DATABASE_URL": f"sqlite:///{path}"})


def test_without_an_environment_everything_else_has_its_default():
    config = Config.from_environment({})

    assert config == Config()
    assert (config.max_upload_mb, config.https, config.trusted_proxies) == (25, False, 0)
    assert (config.files_dir, config.sign_roots) == (DEFAULT_FILES, None)


def test_everything_can_be_said_by_the_environment(tmp_path):
    config = Config.from_environment(
        {
            "MOTCUA_SECRET_KEY": SECRET,
            "MOTCUA_FILES": str(tmp_path),
            "MOTCUA_SIGN_ROOTS": str(tmp_path / "roots"),
            "MOTCUA_MAX_UPLOAD_MB": "40",
            "MOTCUA_HTTPS": "1",
            "MOTCUA_TRUSTED_PROXIES": "2",
            "MOTCUA_LOG_LEVEL": "warning",
            "MOTCUA_METRICS_TOKEN": SECRET[::-1],
        }
    )

    assert config.signing_key() == SECRET
    assert (config.files_dir, config.sign_roots) == (tmp_path, tmp_path / "roots")
    assert (config.max_upload_mb, config.https, config.trusted_proxies) == (40, True, 2)
    assert (config.log_level, config.metrics_token) == ("WARNING", SECRET[::-1])


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("MOTCUA_SECRET_KEY", "bimat", "ngắn quá"),
        ("MOTCUA_METRICS_TOKEN", "bimat", "ngắn quá"),
        ("MOTCUA_FILES", "var/files", "đường dẫn tuyệt đối"),
        ("MOTCUA_FILES", __file__, "không phải là thư mục"),
        ("MOTCUA_SIGN_ROOTS", "roots", "đường dẫn tuyệt đối"),
        ("MOTCUA_SIGN_ROOTS", __file__, "không phải là thư mục"),
        ("MOTCUA_MAX_UPLOAD_MB", "0", "từ 1 đến 1024"),
        ("MOTCUA_MAX_UPLOAD_MB", "1e3", "từ 1 đến 1024"),
        ("MOTCUA_MAX_UPLOAD_MB", "٢٥", "từ 1 đến 1024"),
        ("MOTCUA_MAX_UPLOAD_MB", "9" * 5000, "từ 1 đến 1024"),
        ("MOTCUA_TRUSTED_PROXIES", "-1", "từ 0 đến 9"),
        ("MOTCUA_HTTPS", "maybe", "1 .có. hoặc 0 .không."),
        ("MOTCUA_LOG_LEVEL", "LOUD", "DEBUG, INFO, WARNING, ERROR"),
        ("MOTCUA_MAIL", "mail.example.vn", "phải có dạng"),
        ("MOTCUA_MAIL", "http://mail.example.vn?from=a@b.vn", "phải có dạng"),
        ("MOTCUA_MAIL", "smtp://?from=a@b.vn", "phải có dạng"),
        ("MOTCUA_MAIL", "smtp://lan:bimat@host", "thiếu địa chỉ gửi"),
        ("MOTCUA_MAIL", "smtp://lan:bimat@host?from=lan", "ghi sai"),
        ("MOTCUA_MAIL", "smtp://host?from=a@b.vn&tls=0", "ghi sai"),
        ("MOTCUA_MAIL", "smtp://host?from=a@b.vn&from=c@d.vn", "ghi sai"),
        ("MOTCUA_MAIL", "smtp://host?from=a@b.vn%0d%0aBcc:c@d.vn", "ghi sai"),
        ("MOTCUA_MAIL", "smtp://lan@host?from=a@b.vn", "phải đi cùng nhau"),
        ("MOTCUA_MAIL", "smtp://lan:bimat%C3%A9@host?from=a@b.vn", "chỉ gồm ký tự ASCII"),
        ("MOTCUA_MAIL", "smtp://lan:bimat#1@host?from=a@b.vn", "ký tự đặc biệt"),
        ("MOTCUA_MAIL", "smtp://host:bimat?from=a@b.vn", "ký tự đặc biệt"),
        ("MOTCUA_MAIL", "smtp://host:70000?from=a@b.vn", "viết sai"),
        ("MOTCUA_MAIL", "smtp://[::1?from=a@b.vn", "viết sai"),
        ("MOTCUA_MAIL", "folder:var/mail", "đường dẫn tuyệt đối"),
        ("MOTCUA_SMS", "folder:", "đường dẫn tuyệt đối"),
        ("MOTCUA_SMS", f"folder:{__file__}", "của một thư mục"),
        ("MOTCUA_SMS", "http://tin.example.vn/gui", "hãy dùng https://"),
        ("MOTCUA_SMS", "http://localhost.example.vn/gui", "hãy dùng https://"),
        ("MOTCUA_SMS", "https://bimat:x@tin.example.vn/gui", "phải có dạng"),
        ("MOTCUA_ZALO", "ftp://zalo.example.vn", "phải có dạng"),
        ("MOTCUA_ZALO", "https://zalo.example.vn/gửi", "%xx"),
        ("MOTCUA_ZALO", "https://zalo.example.vn/a b", "%xx"),
    ],
)
def test_nonsense_is_refused_with_the_variable_and_the_reason(name, text, reason):
    with pytest.raises(BadConfig, match=f"^{name}: .*{reason}") as caught:
        Config.from_environment({name: text})
    assert "bimat" not in str(caught.value)


def test_what_is_secret_does_not_stand_in_the_words_for_a_configuration():
    url = f"postgresql+psycopg://lan:{SECRET}@host/x"

    assert SECRET not in repr(Config(database_url=url, secret_key=SECRET, metrics_token=SECRET))


@pytest.mark.parametrize("name", ["MOTCUA_SMS", "MOTCUA_ZALO"])
@pytest.mark.parametrize("token", ["bimật", "bi\nmat"])
def test_a_token_that_no_heading_can_carry_is_refused(name, token):
    environ = {name: "https://tin.example.vn/gui", f"{name}_TOKEN": token}

    with pytest.raises(BadConfig, match=f"^{name}_TOKEN: ") as caught:
        Config.from_environment(environ)
    assert token not in str(caught.value)


def test_without_an_environment_nothing_is_sent_anywhere():
    config = Config.from_environment({})

    assert (config.mail, config.sms, config.zalo) == (None, None, None)


def test_the_channels_and_what_they_need(tmp_path):
    config = Config.from_environment(
        {
            "MOTCUA_MAIL": "smtp://mot.cua:m%40t%2Fkh%3Au@thu.example.vn:587?from=motcua@example.vn",
            "MOTCUA_SMS": "https://tin.example.vn:8443/gui?don-vi=1",
            "MOTCUA_SMS_TOKEN": SECRET,
            "MOTCUA_ZALO": f"folder:{tmp_path}/tin nhắn",
        }
    )

    assert config.mail == MailServer(
        host="thu.example.vn",
        port=587,
        sender="motcua@example.vn",
        user="mot.cua",
        password="m@t/kh:u",
    )
    assert config.sms == Gateway(url="https://tin.example.vn:8443/gui?don-vi=1", token=SECRET)
    assert config.zalo == tmp_path / "tin nhắn"
    shown = repr(config)
    assert not [text for text in ("m@t/kh:u", "mot.cua", SECRET, "don-vi") if text in shown]


@pytest.mark.parametrize(
    ("url", "port", "tls"),
    [
        ("smtp://thu.example.vn?from=a@b.vn", 25, False),
        ("smtps://thu.example.vn?from=a@b.vn", 465, True),
        ("smtps://thu.example.vn:2465/?from=a@b.vn", 2465, True),
    ],
)
def test_mail_servers_have_their_usual_ports(url, port, tls):
    mail = Config.from_environment({"MOTCUA_MAIL": url}).mail

    assert mail == MailServer(host="thu.example.vn", port=port, sender="a@b.vn", tls=tls)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "[::1]"])
def test_a_gateway_of_this_machine_needs_no_tls(host):
    url = f"http://{host}:8080/gui"

    assert Config.from_environment({"MOTCUA_SMS": url}).sms == Gateway(url=url)


def test_a_key_of_our_own_is_kept_for_the_owner_only(tmp_path):
    config = Config(secret_file=tmp_path / "var" / "secret.key")

    first = config.signing_key()

    assert len(bytes.fromhex(first)) == 32
    assert config.signing_key() == first
    assert stat.S_IMODE(config.secret_file.stat().st_mode) == 0o600
    assert [path.name for path in config.secret_file.parent.iterdir()] == ["secret.key"]


def test_workers_that_start_at_once_agree_on_the_key(tmp_path):
    config = Config(secret_file=tmp_path / "secret.key")
    line = threading.Barrier(8)

    def start(_):
        line.wait()
        return config.signing_key()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(start, range(8)))) == 1


@pytest.mark.parametrize("content", ["", "ngắn", "x"])
def test_a_damaged_key_is_refused_and_not_replaced(tmp_path, content):
    file = tmp_path / "secret.key"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(BadConfig, match=r"^MOTCUA_SECRET_KEY: .*secret\.key"):
        Config(secret_file=file).signing_key()
    assert file.read_text(encoding="utf-8") == content


def test_a_place_that_cannot_keep_a_key_is_named(tmp_path):
    (tmp_path / "var").write_text("", encoding="ascii")

    with pytest.raises(BadConfig, match=r"MOTCUA_SECRET_KEY: .*hoặc đặt biến này"):
        Config(secret_file=tmp_path / "var" / "secret.key").signing_key()


@pytest.mark.parametrize("site", ["https://motcua.example.vn", "http://10.0.0.8:8000"])
def test_letters_can_say_where_the_pages_are(site):
    assert Config.from_environment({"MOTCUA_SITE": f"{site}/"}).site == site
    assert Config.from_environment({"MOTCUA_SITE": ""}).site is None


@pytest.mark.parametrize(
    "site",
    [
        "motcua.example.vn",
        "https://",
        "https://a.vn/x",
        "https://u:p@a.vn",
        "ftp://a.vn",
        "http://[",
    ],
)
def test_what_is_no_address_of_pages_is_refused(site):
    with pytest.raises(BadConfig, match=r"^MOTCUA_SITE: "):
        Config.from_environment({"MOTCUA_SITE": site})
