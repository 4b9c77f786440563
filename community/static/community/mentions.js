// Names to choose from while one types @ and a letter. Without it one types the whole name.
const WAIT_MS = 150;
const BEGUN = /(?:^|[^\w@/.+-])@([\p{L}\d_][\w.+-]*)$/u; // as community.mentions reads it

class Mentions {
  constructor(editor) {
    this.area = editor.querySelector("textarea");
    this.words = editor.dataset;
    this.list = document.createElement("ul");
    this.status = document.createElement("p");
    Object.assign(this.list, { id: `${this.area.id}-people`, className: "people", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.words.people);
    this.status.className = "vh";
    this.status.setAttribute("role", "status");
    this.area.after(this.list, this.status);
    this.area.setAttribute("aria-autocomplete", "list");
    this.area.setAttribute("aria-controls", this.list.id);
    this.listen();
  }

  listen() {
    this.area.addEventListener("input", () => this.soon());
    this.area.addEventListener("click", () => this.close());
    this.area.addEventListener("blur", () => this.close());
    // Before the editor's own keys: Enter and Tab take a name while the list is open.
    this.area.addEventListener("keydown", (event) => this.key(event), { capture: true });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(option);
    });
  }

  begun() {
    const { selectionStart: start, selectionEnd: end, value } = this.area;
    return start === end ? BEGUN.exec(value.slice(0, start))?.[1] : undefined;
  }

  soon() {
    clearTimeout(this.timer);
    this.request?.abort();
    if (!this.begun()) return this.close();
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    const text = this.begun();
    if (!text) return this.close();
    this.request = new AbortController();
    const asked = new URLSearchParams({ q: text, thread: this.words.thread ?? "" });
    try {
      const answer = await fetch(`${this.words.mentions}?${asked}`, { signal: this.request.signal });
      if (!answer.ok) return this.close();
      this.show((await answer.json()).members);
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(members) {
    this.list.replaceChildren(...members.map((member, at) => this.option(member, at)));
    this.list.hidden = members.length === 0;
    if (this.list.hidden) return this.close();
    this.status.textContent = this.words.found.replace("{number}", members.length);
    this.choose(0);
  }

  option({ username, name }, at) {
    const option = document.createElement("li");
    const handle = document.createElement("span");
    option.id = `${this.list.id}-${at}`;
    option.setAttribute("role", "option");
    option.dataset.username = username;
    handle.className = "note";
    handle.textContent = `@${username}`;
    option.append(Object.assign(document.createElement("b"), { textContent: name }), " ", handle);
    return option;
  }

  choose(place) {
    const options = [...this.list.children];
    this.current = (place + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === this.current)));
    this.area.setAttribute("aria-activedescendant", options[this.current].id);
  }

  key(event) {
    if (this.list.hidden || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.choose(this.current + step);
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.list.children[this.current]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  take(option) {
    const end = this.area.selectionStart;
    this.area.setRangeText(`@${option.dataset.username} `, end - this.begun().length - 1, end, "end");
    this.close();
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.list.hidden = true;
    this.list.replaceChildren();
    this.status.textContent = "";
    this.area.removeAttribute("aria-activedescendant");
  }
}

document.querySelectorAll(".editor[data-mentions]").forEach((editor) => new Mentions(editor));
