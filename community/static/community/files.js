// Pictures and files by button, paste or drop. A line in the text stands for each while it
// travels; a refusal says why below the text, and the text stays.

const TRAVELLING = new WeakMap(); // how many, by form
let count = 0;

const words = (editor, kind, name) => editor.dataset[kind].replace("{name}", name);

function say(editor, text) {
  const line = document.createElement("p");
  line.className = "error";
  line.textContent = text;
  editor.parentElement.querySelector(".refused").append(line);
}

function changed(area) {
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

// On a line of its own, where the writer is.
function insertLine(area, text) {
  const { value, selectionEnd: at } = area;
  const before = at > 0 && value[at - 1] !== "\n" ? "\n\n" : "";
  const after = value[at] === "\n" ? "" : "\n";
  area.setRangeText(before + text + after, at, at, "end");
  changed(area);
}

// Whoever took the line out of the text does not want the file any more.
function replaceLine(area, from, to) {
  const at = area.value.indexOf(from);
  if (at < 0) return;
  const isWholeLine = !to && area.value[at + from.length] === "\n";
  area.setRangeText(to, at, at + from.length + (isWholeLine ? 1 : 0), "preserve");
  changed(area);
}

// Answers with the Markdown, or throws the words to show.
async function send(editor, area, file) {
  if (file.size > Number(editor.dataset.limit)) throw words(editor, "tooLarge", file.name);
  const body = new FormData();
  body.append("csrfmiddlewaretoken", area.form.elements.csrfmiddlewaretoken.value);
  body.append("file", file, file.name);
  let response, answer;
  try {
    response = await fetch(editor.dataset.upload, { method: "POST", body });
    answer = await response.json();
  } catch {
    throw words(editor, "failed", file.name);
  }
  if (!response.ok) throw answer.error;
  return answer.markdown;
}

async function add(editor, file) {
  const area = editor.querySelector("textarea");
  const form = area.form;
  count += 1;
  const line = `[${words(editor, "uploading", file.name)} ${count}]`;
  insertLine(area, line);
  TRAVELLING.set(form, (TRAVELLING.get(form) ?? 0) + 1);
  try {
    replaceLine(area, line, await send(editor, area, file));
  } catch (reason) {
    replaceLine(area, line, "");
    say(editor, String(reason));
  } finally {
    TRAVELLING.set(form, TRAVELLING.get(form) - 1);
  }
}

function addAll(editor, files) {
  editor.parentElement.querySelector(".refused").replaceChildren();
  if (editor.dataset.signIn) say(editor, editor.dataset.signIn);
  else for (const file of files) add(editor, file);
}

// A copied table is text with a picture of it: the text is meant.
function pasted(data) {
  const isRichText = data.types.includes("text/plain") && data.types.includes("text/html");
  return isRichText ? [] : [...data.files];
}

function equip(editor) {
  editor.addEventListener("click", (event) => {
    if (!event.target.closest("[data-files]")) return;
    if (editor.dataset.signIn) addAll(editor, []);
    else editor.querySelector("input[type=file]").click();
  });
  editor.addEventListener("change", (event) => {
    if (event.target.type !== "file") return;
    addAll(editor, [...event.target.files]);
    event.target.value = "";
    editor.querySelector("textarea").focus();
  });
  editor.addEventListener("paste", (event) => {
    const files = pasted(event.clipboardData);
    if (!files.length) return;
    event.preventDefault();
    addAll(editor, files);
  });
  const hold = (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    editor.toggleAttribute("data-dropping", event.type === "dragover");
    if (event.type === "drop") addAll(editor, [...event.dataTransfer.files]);
  };
  for (const kind of ["dragover", "dragleave", "drop"]) editor.addEventListener(kind, hold);
  editor.querySelector("textarea").form.addEventListener("submit", (event) => {
    if (!TRAVELLING.get(event.target)) return;
    event.preventDefault();
    say(editor, editor.dataset.wait);
  });
}

document.querySelectorAll(".editor[data-upload]").forEach(equip);
