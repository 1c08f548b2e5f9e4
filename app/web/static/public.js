// The QR code of a receipt leads to /track#<case>.<code>: what stands after # reaches no server and
// no log. It is put into the form and taken out of the address, before anybody copies that.
(function () {
  "use strict";
  var form = document.getElementById("track");
  function forget() {
    if (window.history && history.replaceState) { history.replaceState(null, "", location.pathname); } else { location.hash = ""; }
  }
  function fill() {
    // Codes of cases hold dots themselves, look-up codes do not.
    var told = /^#(.+)\.([^.]+)$/.exec(location.hash);
    if (!told) { return; }
    // The answer to another receipt is open here, and has no form: the page has to come anew.
    if (!form) { location.replace(location.pathname + "?again" + location.hash); return; }
    forget();
    try {
      form.elements.code.value = decodeURIComponent(told[1]);
      form.elements.lookup.value = decodeURIComponent(told[2]);
    } catch (e) { return; }
    var said = document.getElementById("filled");
    said.textContent = said.getAttribute("data-words");
    form.querySelector("button").focus();
  }
  window.addEventListener("hashchange", fill);
  fill();
})();
