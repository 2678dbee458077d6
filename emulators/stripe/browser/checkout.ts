import { cardInputs, onTestCard } from "./card-inputs";

const form = document.forms.namedItem("pay");
const inputs = cardInputs();

onTestCard((card) => {
  const radio = form?.querySelector<HTMLInputElement>("input[name=method][value=card]");
  if (radio?.type === "radio") radio.checked = true;
  inputs.fill(card);
  const name = document.querySelector<HTMLInputElement>("input[data-sample]");
  if (name?.value === "") name.value = name.dataset.sample ?? "";
});

/** Guards against a second press before the answer; the server does, too. */
let busy = false;
form?.addEventListener("submit", (event) => {
  if (busy) event.preventDefault();
  else markBusy(true);
});
// The back button may restore this page as it was left.
window.addEventListener("pageshow", () => markBusy(false));

function markBusy(isBusy: boolean) {
  busy = isBusy;
  for (const button of form?.querySelectorAll("button.primary") ?? []) {
    button.setAttribute("aria-disabled", String(isBusy));
  }
}

form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
