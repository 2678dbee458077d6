import type { FromChallenge, ToChallenge } from "./messages";
import { listen, tell } from "./parent";

const say = (type: FromChallenge["type"]) => tell({ type } satisfies FromChallenge);
say(document.getElementById("answered") ? "answered" : "here");

const form = document.forms.namedItem("challenge");
let busy = false;
form?.addEventListener("submit", (event) => {
  if (busy) event.preventDefault();
  busy = true;
});
window.addEventListener("pageshow", () => {
  busy = false;
});

// Closing the window around the challenge counts as giving up. A challenge with nothing to ask just closes.
listen<ToChallenge>(({ type }) => {
  if (type === "give_up") giveUp();
});
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && window.parent !== window) giveUp();
});

function giveUp() {
  const no = form?.querySelector<HTMLButtonElement>("button[value=fail]");
  if (no) no.click();
  else say("answered");
}
