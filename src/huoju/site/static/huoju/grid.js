// Entry by hand as in a spreadsheet: arrows and Enter move, a block copied from Excel is spread over the cells.
// Without it the fields still work one by one.
"use strict";
function rowsOf(input) {
  return [...input.closest("table").tBodies[0].rows].map((row) => [...row.querySelectorAll("td input")]);
}

function placeOf(rows, input) {
  const row = rows.findIndex((inputs) => inputs.includes(input));
  return [row, rows[row].indexOf(input)];
}

document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.matches("[data-grid] input") || event.altKey || event.ctrlKey || event.metaKey) return;
  const rows = rowsOf(input);
  const [row, column] = placeOf(rows, input);
  const atStart = input.selectionStart === 0 && input.selectionEnd === 0;
  const atEnd = input.selectionStart === input.value.length;
  const steps = {
    ArrowDown: [1, 0], ArrowUp: [-1, 0], Enter: [event.shiftKey ? -1 : 1, 0],
    ArrowLeft: atStart ? [0, -1] : null, ArrowRight: atEnd ? [0, 1] : null,
  };
  const step = steps[event.key];
  if (!step) return;
  if (input.list && input.value && step[0] && event.key !== "Enter") return; // the list of suggestions takes the arrows
  event.preventDefault();
  const target = rows[row + step[0]]?.[column + step[1]];
  if (target) { target.focus(); target.select(); }
});

document.addEventListener("paste", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || !input.matches("[data-grid] input")) return;
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  if (!/[\t\n]/.test(text)) return; // one cell: the browser pastes it
  event.preventDefault();
  const rows = rowsOf(input);
  const [row, column] = placeOf(rows, input);
  text.split("\n").forEach((line, down) => line.split("\t").forEach((cell, right) => {
    const target = rows[row + down]?.[column + right];
    if (target) { target.value = cell.trim().slice(0, target.maxLength > 0 ? target.maxLength : 200); target.dispatchEvent(new Event("input", { bubbles: true })); }
  }));
});

// The newest years stand at the right: on a narrow screen they are what one comes for.
document.addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll(".sheet-box:has([data-grid=''])")) box.scrollLeft = box.scrollWidth;
});
