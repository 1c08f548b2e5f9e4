// Chosen before the first paint, so that no page flashes in the wrong colours.
(function () {
  "use strict";
  function kept() { try { return localStorage.getItem("theme"); } catch (e) { return null; } }
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function show() { document.documentElement.setAttribute("data-bs-theme", kept() || (dark.matches ? "dark" : "light")); }
  show();
  dark.addEventListener("change", show);
  window.motcuaTheme = function () {
    var next = document.documentElement.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
    try { localStorage.setItem("theme", next); } catch (e) { /* Private windows keep nothing. */ }
    document.documentElement.setAttribute("data-bs-theme", next);
  };
})();
