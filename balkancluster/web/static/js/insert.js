// The small buttons of the composer put Markdown around what is chosen.
const MARKS = {
  mention: ["@", "", ""],
  bold: ["**", "**", ""],
  list: ["- ", "", ""],
  link: ["[", "](https://)", ""],
};

export function startInsert() {
  document.addEventListener("mousedown", (event) => event.target.closest("[data-insert]") && event.preventDefault());
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (button) insert(document.getElementById("text"), ...MARKS[button.dataset.insert]);
  });
}

function insert(field, before, after) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  field.setRangeText(before + chosen + after, start, end, "end");
  const caret = start + before.length + chosen.length;
  field.setSelectionRange(caret, caret);
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
