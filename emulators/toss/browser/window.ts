import type { WindowEnding } from "./messages";
import { tell, tellHeight } from "./page";

const ending = document.getElementById("ending")?.dataset.ending;
if (ending) tell({ type: "ended", ending: JSON.parse(ending) as WindowEnding });

const form = document.forms.namedItem("pay");
form?.addEventListener("submit", () => markBusy(true));
// The back button may bring this page back as it was left.
window.addEventListener("pageshow", () => markBusy(false));

function markBusy(busy: boolean) {
  for (const button of form?.querySelectorAll("button") ?? []) {
    button.setAttribute("aria-disabled", String(busy));
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && window.parent !== window) wayOut()?.click();
});

function wayOut() {
  return document.querySelector<HTMLButtonElement>("button[value=cancel], button[value=back]");
}

tellHeight();
tell({ type: "ready" });
