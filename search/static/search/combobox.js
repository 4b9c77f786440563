// Live results under a search box. Without it the box is a plain form that works.
const WAIT_MS = 150;

function liveBox(form) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("div");
  const listId = `${input.id}-list`;
  let timer, request, current = -1;

  list.id = listId;
  list.className = "live-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  list.hidden = true;
  form.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-expanded": "false", "aria-controls": listId,
    "aria-autocomplete": "list",
  })) input.setAttribute(name, value);

  const options = () => [...list.querySelectorAll("[role=option]")];
  const show = (is) => {
    list.hidden = !is;
    input.setAttribute("aria-expanded", String(is));
    if (!is) choose(-1);
  };
  function choose(place) {
    current = place;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    if (place < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", options()[place].id);
  }
  async function ask() {
    request?.abort();
    request = new AbortController();
    const text = input.value.trim();
    if (text.length < 2) return show(false);
    try {
      const address = `${form.dataset.live}?${new URLSearchParams({ q: text })}`;
      const answer = await fetch(address, { signal: request.signal });
      if (!answer.ok) return show(false);
      list.innerHTML = await answer.text();
      options().forEach((option) => { option.id = `${listId}-${option.id}`; });
      show(options().length > 0);
    } catch (error) {
      if (error.name !== "AbortError") show(false);
    }
  }
  const move = (step) => {
    const many = options().length;
    choose(current < 0 ? (step > 0 ? 0 : many - 1) : (current + step + many) % many);
  };

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT_MS); });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "Escape") {
      event.preventDefault(); // the browser would empty the box: the words stay
      return show(false);
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      location.assign(options()[current].dataset.url);
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
  input.addEventListener("blur", () => show(false));
  form.addEventListener("submit", () => { clearTimeout(timer); request?.abort(); });
}

document.querySelectorAll("form[data-live]").forEach(liveBox);

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey) return;
  const box = [...document.querySelectorAll("form[data-live] input")].find((one) => one.offsetParent);
  if (box) { event.preventDefault(); box.focus(); }
});
