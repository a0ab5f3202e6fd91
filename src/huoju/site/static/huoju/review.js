// Keys of the review page: each names a control by data-key. Nothing here that the mouse cannot do.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typing = event.target.matches("input, textarea, select");
  if (typing && event.key !== "Escape") return;
  const control = document.querySelector(`#review [data-key="${CSS.escape(event.key)}"]`);
  if (!control) return;
  event.preventDefault();
  control.click();
});

// After a step the heading of the statement has the focus, so that a screen reader reads on from there.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "review") return;
  const field = document.querySelector(".statement-form .message.error, .statement-form input[name=indicator]");
  const heading = field || document.getElementById("review-heading");
  if (heading) heading.focus({ preventScroll: true });
  showCurrent();
});

// The present entry stays in sight within its list.
function showCurrent() {
  const list = document.querySelector(".review-queue ol");
  const current = list && list.querySelector("[aria-current]");
  if (!current || list.scrollHeight <= list.clientHeight) return;
  list.scrollTop = current.offsetTop - list.offsetTop - list.clientHeight / 3;
}
showCurrent();

// Words marked in the sentence become the words of the value.
document.addEventListener("selectionchange", () => {
  const sentence = document.getElementById("chosen-sentence");
  const field = document.querySelector("input[name=value_text]");
  const selection = document.getSelection();
  if (!sentence || !field || !selection || selection.isCollapsed) return;
  if (!sentence.contains(selection.anchorNode) || !sentence.contains(selection.focusNode)) return;
  field.value = selection.toString().trim();
});
