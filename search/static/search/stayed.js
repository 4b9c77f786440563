// How long the page that a search led to is read: seconds in sight, told whenever it is left.
const { content: click, dataset } = document.querySelector("meta[name=stayed]");
let seen = 0; // ms
let since = null;

function look() {
  if (document.visibilityState === "visible") since ??= performance.now();
}

function leave() {
  if (since === null) return;
  seen += performance.now() - since;
  since = null;
  navigator.sendBeacon(dataset.to, new URLSearchParams({ click, seconds: Math.round(seen / 1000) }));
}

look();
document.addEventListener("visibilitychange", () => (document.hidden ? leave() : look()));
addEventListener("pagehide", leave);
addEventListener("pageshow", look); // a page that comes back from the browser's memory
