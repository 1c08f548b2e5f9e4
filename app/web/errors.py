"""Errors as pages: one sentence, what to do next, and the right status."""

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.errors import (
    BadInput,
    CaseChangedMeanwhile,
    DatabaseNotReady,
    MotcuaError,
    PetitionChangedMeanwhile,
    Refused,
    Unknown,
)
from app.web.application import request_id
from app.web.moment import is_demo
from sla.spec import SlaError

Answer = tuple[str, int]

_STATUS: tuple[tuple[type[MotcuaError], int], ...] = (
    (Unknown, 404),
    (CaseChangedMeanwhile, 409),
    (PetitionChangedMeanwhile, 409),
    (Refused, 422),
    (BadInput, 400),
    (DatabaseNotReady, 503),
)
_TITLES = {
    400: "Yêu cầu không đọc được",
    401: "Hãy đăng nhập",
    403: "Tài khoản này không mở được trang",
    404: "Không có trang này",
    405: "Không có trang này",
    409: "Hồ sơ vừa thay đổi",
    413: "Tệp quá lớn",
    422: "Chưa ghi được",
    429: "Thử lại sau",
    503: "Cơ sở dữ liệu chưa sẵn sàng",
}
_SENTENCES = {
    400: "Địa chỉ hoặc dữ liệu gửi lên không đúng dạng; hãy quay lại và làm lại.",
    403: "Vai trò của bạn không có quyền mở trang này. Nếu cần, hãy hỏi người quản trị.",
    404: "Địa chỉ sai, hoặc hồ sơ không thuộc phạm vi bạn được xem.",
    405: "Địa chỉ sai, hoặc trang này không nhận cách gửi đó.",
    413: "Tệp vượt quá dung lượng cho phép; hãy quét lại với độ phân giải thấp hơn.",
    503: "Hãy thử lại sau ít phút; chưa có gì được ghi.",
}
_PUBLIC = ("/track", "/apologies")
_PUBLIC_SENTENCES = {404: "Địa chỉ này không dẫn tới trang nào.", 405: _SENTENCES[405]}
# Whether anything was recorded before the fault is not known here.
_FAULT = (
    "Phần mềm gặp lỗi. Hãy mở lại hồ sơ xem đã ghi chưa rồi mới làm lại; nếu còn lỗi, hãy báo "
    "người quản trị kèm mã {id}."
)


def bind(app: Flask) -> None:
    """Turn every error of an application into a page."""
    app.register_error_handler(MotcuaError, _ours)
    app.register_error_handler(SlaError, _deadline)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)


def status_of(error: MotcuaError) -> int:
    """The HTTP status an error of ours is answered with."""
    return next((code for kind, code in _STATUS if isinstance(error, kind)), 400)


def _ours(error: MotcuaError) -> Answer:
    return _page(status_of(error), str(error))


def _deadline(error: SlaError) -> Answer:
    return _page(422, str(error))


def _forged(_error: CSRFError) -> Answer:
    return _page(400, "Trang đã mở quá lâu hoặc phiên đã đổi; hãy tải lại trang rồi gửi lại.")


def _http(error: HTTPException) -> Answer | HTTPException:
    status = error.code or 500
    if status < 400:
        return error  # A redirect by the router is no error.
    return _page(status, _SENTENCES.get(status) or _FAULT.format(id=request_id()))


def _page(status: int, sentence: str) -> Answer:
    title = _TITLES.get(status, "Có lỗi")
    if _is_public():
        return _public_page(status, title, sentence)
    whole = "HX-Request" not in request.headers
    template = "pages/error.html" if whole else "components/error_fragment.html"
    return render_template(template, title=title, sentence=sentence, status=status), status


def _is_public() -> bool:
    """Whether the address is one of everybody's; what leads nowhere is told by how it begins."""
    if request.url_rule is not None:
        return request.blueprint == "public"
    first = "/" + request.path.split("/")[1]
    return first in _PUBLIC


def _public_page(status: int, title: str, sentence: str) -> Answer:
    """Without the frame of the desk and without the database, which may be what failed."""
    page = current_app.jinja_env.get_template("public/error.html")
    said = _PUBLIC_SENTENCES.get(status, sentence)
    return page.render(title=title, sentence=said, house=None, demo=is_demo()), status
