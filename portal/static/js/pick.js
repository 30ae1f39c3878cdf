/* Ticks every case of this page at once; without this script each has its own box. */
const all = document.querySelector("[data-pick-all]");
const boxes = document.querySelectorAll("#bulk input[name='case']");
if (all && boxes.length) {
  const tick = all.querySelector("input");
  all.hidden = false;
  tick.addEventListener("change", () => boxes.forEach((box) => { box.checked = tick.checked; }));
}
