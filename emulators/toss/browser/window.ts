import type { WindowEnding } from "./messages";
import { tell, tellHeight } from "./page";

const ending = document.getElementById("ending")?.dataset.ending;
if (ending) tell({ type: "ended", ending: JSON.parse(ending) as WindowEnding });

const form = document.forms.namedItem("pay");
form?.addEventListener("submit", () => markBusy(true));
// The back button may restore this page as it was left.
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

const statusUrl = document.querySelector<HTMLElement>("[data-status]")?.dataset.status;
if (statusUrl) watch(statusUrl);

/** The card company's app may end the payment elsewhere; this window then continues automatically. */
function watch(url: string) {
  const timer = setInterval(look, 1500);
  document.addEventListener("visibilitychange", look);
  let ended = false;

  async function look() {
    if (document.hidden) return;
    const status = await fetch(url).then(
      (response) => response.json() as Promise<{ ended: boolean }>,
      () => null,
    );
    if (ended || !status?.ended) return;
    ended = true;
    clearInterval(timer);
    document.querySelector<HTMLButtonElement>("button[value=back]")?.click();
  }
}

tellHeight();
tell({ type: "ready" });
