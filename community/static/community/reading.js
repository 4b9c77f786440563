// Tells the site how far a member has read, and for how long the page was in sight.
// Without it nothing is lost but the "new since you were here" and the trust reading earns.

const FIRST_AFTER = 10_000; // ms in sight before the first word

const form = document.getElementById("reading");
let furthest = 0; // position of the last post seen
let shownSince = document.hidden ? null : performance.now();
let unsaid = 0; // ms in sight that the site was not told of yet
let told = 0; // the position it was told last

function settle() {
  if (shownSince === null) return;
  unsaid += performance.now() - shownSince;
  shownSince = performance.now();
}

function tell() {
  settle();
  const seconds = Math.floor(unsaid / 1000);
  if (!furthest || (seconds < 1 && furthest === told)) return;
  const words = new FormData(form);
  words.set("position", String(furthest));
  words.set("seconds", String(seconds));
  if (navigator.sendBeacon(form.action, words)) {
    unsaid -= seconds * 1000;
    told = furthest;
  }
}

// The end of a post decides: its beginning alone is not read yet. The accepted answer stands
// out of its order, so it says nothing of where one is; all posts seen is the page's end.
function watch(posts) {
  const unseen = new Set(posts);
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      const post = target.closest(".post");
      observer.unobserve(target);
      unseen.delete(post);
      furthest = Math.max(furthest, Number(post.dataset.position ?? 0));
    }
    if (!unseen.size) furthest = Math.max(furthest, Number(form.dataset.end));
  });
  for (const post of posts) observer.observe(post.querySelector(".acts") ?? post);
}

if (form) {
  watch(document.querySelectorAll(".fil > .post"));
  let first = setTimeout(tell, FIRST_AFTER);
  document.addEventListener("visibilitychange", () => {
    clearTimeout(first);
    if (document.hidden) {
      tell();
      shownSince = null;
    } else {
      shownSince = performance.now();
      first = setTimeout(tell, FIRST_AFTER);
    }
  });
  window.addEventListener("pagehide", tell);
}
