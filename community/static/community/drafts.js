// Keeps what is being written: on the server 5 s after the last change, on this device when
// that fails. A kept text is offered back; it goes with the post, and with the sign-out.

const PAUSE = 5000;
const DAYS = 30;
const PREFIX = "entraide-draft:";
const LEAVING = new Set(["discard", "show", "preview"]); // buttons that do not post

const all = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

function read(key) {
  try { return JSON.parse(localStorage.getItem(key)) ?? {}; } catch { return {}; }
}

// Of somebody else who used this device, or too old: gone, whatever page this is.
function tidy(reader) {
  for (const key of all()) {
    const { by, at } = read(key);
    const isOld = !(Date.now() - at < DAYS * 86400000);
    if (isOld || (by && by !== reader)) localStorage.removeItem(key);
  }
}

class Draft {
  constructor(status) {
    Object.assign(this, { status, form: status.closest("form"), ...status.dataset });
    this.key = PREFIX + this.draft;
    this.before = this.typed();
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("change", () => this.changed());
    this.offer();
  }

  typed() {
    const skip = new Set(["csrfmiddlewaretoken", "anyway", "looked", "files"]);
    const fields = [...new FormData(this.form)].filter(([name]) => !skip.has(name));
    return JSON.stringify(fields.filter(([, value]) => typeof value === "string"));
  }

  changed() {
    this.timer ??= setTimeout(() => this.save(), PAUSE);
  }

  // Not twice at once: what changes meanwhile is the next save.
  async save({ isLast = false } = {}) {
    clearTimeout(this.timer);
    this.timer = null;
    const typed = this.typed();
    if (typed === this.before || (this.sending && !isLast)) return;
    this.sending = new AbortController();
    try {
      await this.send(typed, isLast);
      this.before = typed;
      localStorage.removeItem(this.key);
      this.say(this.saved);
    } catch (error) {
      if (error.name !== "AbortError") this.keepHere(typed);
    }
    this.sending = null;
    if (this.typed() !== typed) this.changed();
  }

  async send(typed, isLast) {
    const body = new URLSearchParams(JSON.parse(typed));
    body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    const { signal } = this.sending;
    const response = await fetch(this.url, { method: "POST", body, signal, keepalive: isLast });
    if (!response.ok) throw new Error(response.status);
  }

  keepHere(typed) {
    try {
      const kept = { by: this.reader, at: Date.now(), typed };
      localStorage.setItem(this.key, JSON.stringify(kept));
      this.before = typed;
      this.say(this.kept);
    } catch {
      this.say(""); // no room: a word about nothing kept would be untrue
    }
  }

  // A live region reads what changes: the first time, and when it went wrong or right again.
  say(words) {
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  posting() {
    clearTimeout(this.timer);
    this.sending?.abort();
    this.isPosting = true;
    if (!localStorage.getItem(this.key)) return;
    localStorage.setItem(this.key, JSON.stringify({ ...read(this.key), isSent: true }));
  }

  // Kept here and not on the page that came: ask, for the page may hold something newer.
  offer() {
    const { typed, isSent } = read(this.key);
    const isThere = typed === this.before || (isSent && location.hash.startsWith("#p"));
    if (!typed || isThere) return localStorage.removeItem(this.key);
    const notice = this.form.querySelector("template[data-offer]").content.cloneNode(true);
    const box = notice.firstElementChild;
    box.querySelector("[data-restore]").addEventListener("click", () => this.restore(typed, box));
    box.querySelector("[data-drop]").addEventListener("click", () => this.drop(box));
    this.form.querySelector(".editor").parentElement.prepend(notice);
  }

  restore(typed, box) {
    const fields = JSON.parse(typed);
    const fill = () => fields.forEach(([name, value]) => this.fill(name, value));
    fill();
    const board = this.form.elements.namedItem("board");
    if (board) { // what it asks comes from the server
      document.addEventListener("htmx:afterSettle", fill, { once: true });
      board.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.drop(box);
    this.keepHere(this.typed());
    this.before = "";
    this.changed();
  }

  fill(name, value) {
    const field = this.form.elements.namedItem(name);
    const boxes = [...(field?.length && !field.options ? field : [field])];
    const box = boxes.find((one) => one?.type === "checkbox" && one.value === value);
    if (box) box.checked = true;
    else if (field && field.type !== "checkbox") field.value = value;
  }

  drop(box) {
    localStorage.removeItem(this.key);
    box.remove();
    this.form.querySelector(".editor textarea").focus();
  }
}

function start() {
  const marks = [...document.querySelectorAll("[data-draft]")];
  tidy(marks[0]?.dataset.reader ?? "");
  const drafts = marks.map((mark) => new Draft(mark));
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || LEAVING.has(event.submitter?.name)) return;
    drafts.find((draft) => draft.form === event.target)?.posting();
  });
  addEventListener("pagehide", () => {
    for (const draft of drafts) if (!draft.isPosting) draft.save({ isLast: true });
  });
  addEventListener("pageshow", () => drafts.forEach((draft) => { draft.isPosting = false; }));
}

start();
