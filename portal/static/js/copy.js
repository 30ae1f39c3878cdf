/* Copies a ready text and says so; without this script the button stays away, and the text can be selected. */
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const status = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    status.textContent = button.dataset.done;
  });
}
