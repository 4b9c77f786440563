// Markdown buttons over the text field. Without them one types the signs, as the line below says.

function wrap(area, before, after, sample) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const text = value.slice(start, end) || sample;
  area.setRangeText(before + text + after, start, end, "end");
  area.setSelectionRange(start + before.length, start + before.length + text.length);
}

function startLines(area, sign, sample) {
  const from = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const lines = (area.value.slice(from, area.selectionEnd) || sample).split("\n");
  const numbered = lines.map((line, at) => sign.replace("1", String(at + 1)) + line).join("\n");
  const gap = from > 0 && area.value.at(from - 2) !== "\n" ? "\n" : "";
  area.setRangeText(gap + numbered, from, area.selectionEnd, "end");
}

function press(button, area) {
  const { before, after, lines, sample } = button.dataset;
  area.focus();
  const isBlock = before === "`" && area.value.slice(area.selectionStart, area.selectionEnd).includes("\n");
  if (lines) startLines(area, lines, sample);
  else if (isBlock) wrap(area, "```\n", "\n```", sample);
  else wrap(area, before, after ?? before, sample);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function equip(editor) {
  const area = editor.querySelector("textarea");
  const bar = editor.querySelector("template").content.firstElementChild.cloneNode(true);
  const buttons = [...bar.querySelectorAll("button")];
  editor.querySelector(".bar").prepend(bar);
  const enter = (place) => {
    const one = buttons[(place + buttons.length) % buttons.length];
    buttons.forEach((button) => { button.tabIndex = button === one ? 0 : -1; });
    return one;
  };
  enter(0);
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && !("files" in button.dataset)) press(button, area);
  });
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    enter(buttons.indexOf(document.activeElement) + step).focus();
  });
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    const button = buttons.find((one) => one.dataset.key === event.key.toLowerCase());
    if (button) { event.preventDefault(); press(button, area); }
    if (event.key === "Enter") area.form.requestSubmit();
  });
}

document.querySelectorAll(".editor").forEach(equip);
