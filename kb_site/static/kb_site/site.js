// What every page gains from JavaScript. Without it each form has its button and each page works.

const said = document.getElementById("said");

// Say aloud what a swapped part says of itself in data-say: a region made anew is not read.
function say(part) {
  const words = part.querySelector?.("[data-say]")?.textContent ?? "";
  if (words.trim()) said.textContent = words.replace(/\s+/g, " ").trim();
}

// By the next page, hours are shown by the reader's own clock.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.split("; ").includes(`zone=${zone}`)) {
  document.cookie = `zone=${zone}; path=/; max-age=31536000; samesite=lax`;
}

// One notice for a request that failed: what happened, and that nothing is lost.
function tellFailure() {
  document.querySelector(".notice[data-request-failed]")?.remove();
  const notice = document.getElementById("request-failed").content.cloneNode(true);
  document.querySelector("#main .page, #main .wrap").prepend(notice);
  document.querySelector(".notice[data-request-failed]").focus();
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => detail.target.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", ({ detail }) => detail.target.removeAttribute("aria-busy"));
document.addEventListener("htmx:afterSettle", ({ detail }) => say(detail.elt));
document.addEventListener("htmx:responseError", tellFailure);
document.addEventListener("htmx:sendError", tellFailure);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// The summary of a form's errors is the first thing to read after it came back.
document.getElementById("errors")?.focus();
