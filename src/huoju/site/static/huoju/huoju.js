// Small manners of the pages; everything works without them. No state, no framework.
"use strict";
document.documentElement.classList.add("scripted");

// A changed field submits its form (the day of knowledge, filters without htmx).
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-submit-on-change]");
  if (form && form.checkValidity()) form.requestSubmit();
});

// Menus close on Escape and on a click elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// Rows by keyboard: up, down, Home, End move; Enter opens the row's first link; "/" goes to the search field.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = document.activeElement.closest("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    return;
  }
  const typing = event.target.matches("input, textarea, select");
  if (event.key === "/" && !typing) {
    const search = document.querySelector("input[type=search]");
    if (search) { event.preventDefault(); search.focus(); }
    return;
  }
  const row = event.target.closest("tr[tabindex]");
  if (!row || event.target !== row) return;
  const rows = [...row.closest("table").querySelectorAll("tr[tabindex]")];
  const here = rows.indexOf(row);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, j: here + 1, k: here - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to !== undefined && rows[to]) { event.preventDefault(); move(rows, rows[to]); }
  if (event.key === "Enter") { const link = row.querySelector("a[href]"); if (link) link.click(); }
});

function move(rows, target) {
  for (const row of rows) row.tabIndex = -1;
  target.tabIndex = 0;
  target.focus();
  target.scrollIntoView({ block: "nearest" });
}

// A form that takes a while says so while it runs and cannot be sent twice.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-busy]");
  if (!form) return;
  if (form.classList.contains("busy")) { event.preventDefault(); return; }
  form.classList.add("busy");
  const note = document.createElement("p");
  note.className = "help";
  note.setAttribute("role", "status");
  note.textContent = form.dataset.busy;
  form.append(note);
});

// The workbench: a changed number is marked beside its field; choosing a further statement adds its field.
document.addEventListener("input", (event) => {
  const row = event.target.closest(".knob, .pair");
  if (!row) return;
  const changed = [...row.querySelectorAll("[data-was]")].some((field) => field.value.trim() !== field.dataset.was);
  row.classList.toggle("is-changed", changed);
});
document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-adds]") && event.target.value) event.target.form.querySelector("[name=adds]").click();
});
