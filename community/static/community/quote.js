// "Quote" puts what is selected in a message, or all of it, into the composer at once.

const area = document.querySelector("#reply textarea");

// The selected text when it lies in this message, else the whole message.
function textOf(prose) {
  const selection = getSelection();
  const chosen = selection.toString().trim();
  const isHere = chosen && prose.contains(selection.anchorNode) && prose.contains(selection.focusNode);
  return isHere ? chosen : prose.innerText.trim();
}

function quoted(source, text) {
  return [source, "", ...text.split(/\n+/)].map((line) => `> ${line}`.trimEnd()).join("\n");
}

function insert(text) {
  const before = area.value.trimEnd();
  area.value = `${before ? `${before}\n\n` : ""}${text}\n\n`;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
  area.scrollIntoView({ block: "center" });
}

if (area) {
  // The button must not take the selection away before the press is over.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest("a[data-quote]")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-quote]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const prose = link.closest(".post").querySelector(".prose");
    insert(quoted(link.dataset.quote, textOf(prose).slice(0, 2000)));
  });
}
