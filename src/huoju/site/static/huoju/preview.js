// The sheet as read: what a heading says is asked only of columns of values.
"use strict";
document.addEventListener("change", (event) => {
  if (!event.target.matches("select[data-role]")) return;
  const says = event.target.closest("th").querySelector("details.says");
  says.hidden = event.target.value !== "value";
});
