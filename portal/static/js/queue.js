/*
 * Keys for who goes through many cases, and a line that says what came in meanwhile. Everything here is also a link or
 * a button. The keys do nothing while somebody types or holds another key down, and can be switched off on a device.
 */
const SWITCH = "portal.keys";
const OFF = "off";
const GO_ON = "#at-"; // The id of nothing: else the browser takes the focus there itself, and from the link.
const EVERY_MS = 60_000;
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

const one = (selector) => document.querySelector(selector);
const cases = () => [...document.querySelectorAll(".case > p > a")];
const here = () => cases().find((link) => link.closest(".case").contains(document.activeElement));
const referenceOf = (link) => link.pathname.split("/").pop();

const remembered = () => {
  try {
    return localStorage.getItem(SWITCH);
  } catch {
    return null; // A browser that keeps nothing has the keys on.
  }
};
const remember = (value) => {
  try {
    localStorage.setItem(SWITCH, value);
  } catch {
    /* It holds for this page then. */
  }
};
let off = remembered() === OFF;
const line = one("[data-news]"); // It is there already, so that nothing moves when something is said in it.

const step = (by) => {
  const links = cases();
  const at = links.indexOf(here());
  links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by]?.focus();
};

/* The next case, or the one before when it is the last: there the hands are again once this one is claimed. */
const after = (link) => {
  const links = cases();
  const at = links.indexOf(link);
  const following = links[at + 1] ?? links[at - 1];
  return following ? `${GO_ON}${referenceOf(following)}` : "";
};

const claim = () => {
  const [form, link] = [one("form[data-claim]"), here()];
  const owner = link?.closest(".case").querySelector(".owner:not(.free)");
  if (form && owner) {
    line.textContent = `${referenceOf(link)}: ${owner.textContent}`; // Nothing to send: somebody has it.
  } else if (form && link) {
    form.action = `${link.pathname}/claim`;
    form.elements.next.value = location.pathname + location.search + after(link);
    form.requestSubmit();
  } else if (!cases().length) {
    one('form[action$="/claim"]:not([data-claim])')?.requestSubmit();
  }
};

const search = () => {
  const field = one("#words");
  if (field) {
    field.focus();
    field.select();
  } else {
    one("a[data-search]")?.click(); // A page without a field of its own leads to the one that has it.
  }
};

const help = () => one("dialog#keys")?.showModal();
const back = () => one("a[data-back]")?.click();

const KEYS = { j: () => step(1), k: () => step(-1), c: claim, "/": search, u: back, "?": help };

const heeds = (event) =>
  !off &&
  !(event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) &&
  !event.target.closest?.(TYPING) &&
  !one("dialog[open]") &&
  Object.hasOwn(KEYS, event.key);

document.addEventListener("keydown", (event) => {
  if (heeds(event)) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

for (const label of document.querySelectorAll("[data-keys]")) {
  const tick = label.querySelector("input");
  label.hidden = false;
  tick.checked = !off;
  tick.addEventListener("change", () => {
    off = !tick.checked;
    remember(off ? OFF : "on");
  });
}

/* Back from a claim: the address names the case to go on with. */
if (location.hash.startsWith(GO_ON)) {
  cases().find((link) => referenceOf(link) === location.hash.slice(GO_ON.length))?.focus();
}

/* On a phone the lists scroll: the present one in sight. Only sideways, the page stays where it is. */
const present = one(".tabs [aria-current]");
const lists = present?.closest("ul");
if (lists) {
  const [tab, row] = [present.getBoundingClientRect(), lists.getBoundingClientRect()];
  lists.scrollLeft += tab.left + tab.width / 2 - row.left - row.width / 2;
}

/* What came in since. */
let told = 0;

const announce = (number) => {
  if (number === told) {
    return;
  }
  told = number;
  const link = document.createElement("a");
  link.href = location.pathname + location.search;
  link.textContent = line.dataset.again;
  const said = number === 1 ? line.dataset.one : line.dataset.many.replace("{}", number);
  line.replaceChildren(...(number ? [`${said} `, link] : []));
};

const ask = async () => {
  if (document.hidden) {
    return;
  }
  try {
    const answer = await fetch(line.dataset.news, { headers: { Accept: "application/json" }, redirect: "error" });
    if (answer.ok) {
      announce((await answer.json()).unread);
    }
  } catch {
    /* No connection, or signed out: the page stays as it is. */
  }
};

if (line) {
  setInterval(ask, EVERY_MS);
  document.addEventListener("visibilitychange", ask);
}

/* What is not filtered does not stand in the address. */
one("#narrow")?.addEventListener("formdata", ({ formData }) => {
  [...formData].filter(([, word]) => !word).forEach(([name]) => formData.delete(name));
});
