/* Small comforts. Every page works without them. */
(() => {
  "use strict";

  // Where the browser ignores autofocus on an element that is not a field.
  window.addEventListener("load", () => {
    const summary = document.querySelector("[data-focus]");
    if (summary && document.activeElement === document.body) summary.focus();
  });

  // Open menus close with Escape and when the reader goes elsewhere.
  const open = () => document.querySelectorAll("details.switch[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });

  // A form is sent once, however often the button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) event.preventDefault();
    else form.dataset.sent = "yes";
  });
  // A page that comes back from the browser's memory may be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });
})();
