/*
 * Hides the fields of a branch that is not taken: data-when="stage:petition,summons".
 * Of several conditions, separated by "|", one must hold. Nothing typed is ever cleared,
 * a field with an error stays in sight, so does one whose question is on another page,
 * and without this script everything is visible.
 */
const asked = [...document.querySelectorAll("[data-when]")];

const isGiven = (control) => !["radio", "checkbox"].includes(control.type) || control.checked;

const holds = (condition) => {
  const [name, values] = condition.split(":");
  const controls = [...document.getElementsByName(name)];
  return !controls.length || controls.some((control) => isGiven(control) && values.split(",").includes(control.value));
};

const show = () => {
  for (const field of asked) {
    field.hidden = !field.classList.contains("failing") && !field.dataset.when.split("|").some(holds);
  }
};

document.addEventListener("change", show);
window.addEventListener("pageshow", show);
show();
