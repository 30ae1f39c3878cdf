/* The summary of errors takes focus, also in a browser that does not heed `autofocus`. */
const summary = document.getElementById("error-summary");
const untouched = () => document.activeElement === document.body;

window.addEventListener("load", () => requestAnimationFrame(() => untouched() && summary?.focus()));
