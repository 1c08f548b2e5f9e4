// Keyboard first; everything here has a plain link or button that does the same.
(function () {
  "use strict";
  var row = -1, waiting = "";
  // What a scanner types within a blink: so many keys at least, each so many milliseconds after the last.
  var SCANNED = 8, GAP = 60, run = "", timer = 0;
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
  // Keys of one letter can be switched off (WCAG 2.1.4); where nothing can be kept they are on.
  function lettersOn() { try { return localStorage.getItem("letters") !== "off"; } catch (e) { return true; } }
  function press(key) {
    if (!lettersOn()) { return; }
    if (waiting === "g") { waiting = ""; go("g" + key); return; }
    if (key === "g") { waiting = "g"; return; }
    if (keys[key]) { keys[key](); }
  }
  function taken() { var typed = run; window.clearTimeout(timer); run = ""; return typed; }
  function play() { var typed = taken(); if (typed.length < SCANNED) { typed.split("").forEach(press); } }
  function letter(event) {
    if (run || (lettersOn() && keys[event.key])) { event.preventDefault(); }
    if (event.repeat) { play(); press(event.key); return; }
    // These lead to a box or a table of their own, so that what follows is no shortcut.
    if (!run && (event.key === "/" || event.key === "?")) { press(event.key); return; }
    run += event.key;
    window.clearTimeout(timer);
    timer = window.setTimeout(play, GAP);
  }
  function enter(event) {
    var box = document.getElementById("q"), scanned = run.length >= SCANNED;
    if (!run) { return; }
    event.preventDefault();
    if (!scanned) { play(); document.activeElement.click(); return; }
    if (box) { box.value = taken(); box.form.requestSubmit(); } else { taken(); }
  }
  document.addEventListener("keydown", function (event) {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      var form = event.target.closest && event.target.closest("form");
      if (form && form.method === "post") { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) { return; }
    if (event.key === "Enter") { enter(event); return; }
    if (event.key.length === 1 && (run || event.key !== " ")) { letter(event); }
  });
  document.addEventListener("click", function (event) {
    var target = event.target;
    if (target.closest("[data-theme-toggle]")) { window.motcuaTheme(); }
    var shown = target.closest("[data-show]");
    if (shown) { show(shown.getAttribute("data-show")); }
    if (target.closest("[data-print]")) { window.print(); }
  });
  document.addEventListener("change", function (event) {
    var box = event.target;
    if (box.matches("[data-check-all]")) {
      all('input[name="' + box.getAttribute("data-check-all") + '"]').forEach(function (one) { one.checked = box.checked; });
    }
    if (box.matches("[data-submit-on-change]")) { box.form.requestSubmit(); }
    if (box.matches("[data-letters]")) {
      try { localStorage.setItem("letters", box.checked ? "on" : "off"); } catch (e) { /* Private windows keep nothing. */ }
    }
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
    all("[data-letters]").forEach(function (box) { box.checked = lettersOn(); });
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

// The bell: what has come since is told quietly, and its count stands in the title of the page.
(function () {
  "use strict";
  function ring(bell) {
    var unread = bell.getAttribute("data-unread"), news = bell.getAttribute("data-news");
    document.title = (unread ? "(" + unread + ") " : "") + document.title.replace(/^\(\d+\+?\) /, "");
    if (news) { document.getElementById("bell-news").textContent = news; }
  }
  document.addEventListener("htmx:load", function (event) {
    if (event.target.id === "bell") { ring(event.target); }
  });
  // pages/notices: opening a case from its notice marks that read; in a new window the link is plain.
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-opens]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    event.preventDefault();
    document.getElementById(link.getAttribute("data-opens")).requestSubmit();
  });
})();

// The menus of the top line open by themselves; here they shut again, and arrows go through them.
(function () {
  "use strict";
  var OPEN = "header.top details[open]";
  function shut(keep) {
    Array.prototype.forEach.call(document.querySelectorAll(OPEN), function (menu) {
      if (!menu.contains(keep)) { menu.removeAttribute("open"); }
    });
  }
  function escape(menu) {
    if (menu) { menu.querySelector("summary").focus(); }
    shut(null);
  }
  // Round from the name of a menu through what it holds, and back to the name.
  function step(menu, target, by) {
    menu.setAttribute("open", "");
    var stops = Array.prototype.slice.call(menu.querySelectorAll("summary, a, button"));
    stops[(stops.indexOf(target) + by + stops.length) % stops.length].focus();
  }
  document.addEventListener("keydown", function (event) {
    var menu = event.target.closest && event.target.closest("header.top details");
    if (document.querySelector("dialog[open]")) { return; }
    if (event.key === "Escape") { escape(menu); return; }
    var by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (menu && by) { event.preventDefault(); step(menu, event.target, by); }
  });
  document.addEventListener("click", function (event) { shut(event.target); });
  document.addEventListener("focusout", function (event) { if (event.relatedTarget) { shut(event.relatedTarget); } });
  window.addEventListener("pageshow", function () { shut(null); });
})();

// pages/reports_table: arrows go from number to number; Tab would pass through all of them.
document.addEventListener("keydown", function (event) {
  "use strict";
  var step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  var cell = step && event.target.closest && event.target.closest("[data-arrows] td.num");
  if (!cell || event.ctrlKey || event.altKey || event.metaKey) { return; }
  var line = cell.parentNode, at = cell.cellIndex, link = null;
  while (!link) {
    line = step[0] < 0 ? line.previousElementSibling : step[0] > 0 ? line.nextElementSibling : line;
    at += step[1];
    if (!line || !line.cells[at]) { break; }
    link = line.cells[at].querySelector("a");
  }
  if (link) { event.preventDefault(); link.focus(); }
});
