// Keyboard first; everything here has a plain link or button that does the same.
(function () {
  "use strict";
  var row = -1, waiting = "";
  function all(query) { return Array.prototype.slice.call(document.querySelectorAll(query)); }
  function rows() { return all("table.list tbody tr[data-href]"); }
  function typing(target) { return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable; }
  function go(key) { var link = document.querySelector('a[data-key="' + key + '"]'); if (link) { link.click(); } return Boolean(link); }
  function mark(next) {
    var list = rows();
    if (!list.length) { return; }
    row = Math.max(0, Math.min(list.length - 1, next));
    list.forEach(function (one, index) { one.classList.toggle("at", index === row); });
    list[row].scrollIntoView({ block: "nearest" });
    var link = list[row].querySelector("a");
    if (link) { link.focus(); }
  }
  function tick() {
    var box = rows()[row] && rows()[row].querySelector('input[type="checkbox"]');
    if (box) { box.click(); }
  }
  function show(id) {
    var dialog = document.getElementById(id);
    if (dialog && !dialog.open) { dialog.showModal(); }
  }
  var keys = {
    "/": function () { var box = document.getElementById("q"); if (box) { box.focus(); box.select(); } },
    "?": function () { show("keys"); },
    j: function () { mark(row + 1); },
    k: function () { mark(row - 1); },
    x: tick
  };
  document.addEventListener("keydown", function (event) {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      var form = event.target.closest && event.target.closest("form");
      if (form && form.method === "post") { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) { return; }
    if (waiting === "g") { waiting = ""; if (go("g" + event.key)) { event.preventDefault(); } return; }
    if (event.key === "g") { waiting = "g"; return; }
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });
  document.addEventListener("click", function (event) {
    var target = event.target;
    if (target.closest("[data-theme-toggle]")) { window.motcuaTheme(); }
    var shown = target.closest("[data-show]");
    if (shown) { show(shown.getAttribute("data-show")); }
    if (target.closest("[data-print]")) { window.print(); }
    var menu = document.querySelector("details.user-menu[open]");
    if (menu && !menu.contains(target)) { menu.removeAttribute("open"); }
  });
  document.addEventListener("change", function (event) {
    var box = event.target;
    if (box.matches("[data-check-all]")) {
      all('input[name="' + box.getAttribute("data-check-all") + '"]').forEach(function (one) { one.checked = box.checked; });
    }
    if (box.matches("[data-submit-on-change]")) { box.form.requestSubmit(); }
  });
  // A form is sent once; the server would see the double by its key, but nobody should wonder.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    window.setTimeout(function () { delete form.dataset.sent; }, 4000);
  });
  window.addEventListener("pageshow", function () { all("form[data-sent]").forEach(function (form) { delete form.dataset.sent; }); });
  document.addEventListener("DOMContentLoaded", function () {
    var first = document.querySelector("[data-focus]");
    if (first) { first.focus(); }
  });
})();

// pages/case (W3): a code to the clipboard; without one the code is marked to be copied by hand.
document.addEventListener("click", function (event) {
  "use strict";
  var button = event.target.closest("[data-copy]");
  if (!button) { return; }
  var text = button.getAttribute("data-copy");
  function told() { button.textContent = "Đã chép"; }
  if (navigator.clipboard) { navigator.clipboard.writeText(text).then(told, function () {}); return; }
  var code = document.querySelector(".copyable");
  if (code) { window.getSelection().selectAllChildren(code); }
});
