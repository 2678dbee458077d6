import type { FromChallenge, ToChallenge } from "../messages";
import { base, origin } from "./environment";
import { inKorean } from "./locale";

const layer: Partial<CSSStyleDeclaration> = {
  position: "fixed",
  inset: "0",
  width: "100vw",
  height: "100dvh",
  maxWidth: "none",
  maxHeight: "none",
  margin: "0",
  border: "0",
  outline: "0",
  padding: "12px",
  boxSizing: "border-box",
  background: "rgb(15 23 42 / 0.6)",
  display: "flex",
  alignItems: "center",
  justifyContent: "center",
};

const sheet: Partial<CSSStyleDeclaration> = {
  width: "min(440px, 100%)",
  height: "min(500px, 100%)",
  border: "0",
  borderRadius: "16px",
  background: "#fff",
  boxShadow: "0 24px 64px rgb(15 23 42 / 0.4)",
  colorScheme: "light",
};

/** Shows the bank's challenge over the shop's page until the buyer has answered; Escape gives up. */
export function showChallenge(intentId: string, locale: string): Promise<void> {
  const dialog = document.createElement("dialog");
  const frame = document.createElement("iframe");
  const title = inKorean(locale) ? "카드 본인 인증" : "Card authentication";
  const query = new URLSearchParams({ origin: location.origin, locale });
  dialog.setAttribute("aria-label", title);
  Object.assign(dialog.style, layer);
  Object.assign(frame.style, sheet);
  frame.title = title;
  frame.src = `${base}/challenge/${intentId}?${query}`;
  dialog.append(frame);
  document.body.append(dialog);
  dialog.showModal();
  frame.addEventListener("load", () => frame.focus());

  return new Promise((resolve) => {
    let isHere = false;
    function onMessage(event: MessageEvent<FromChallenge>) {
      if (event.origin !== origin || event.source !== frame.contentWindow) return;
      isHere = true;
      if (event.data.type === "answered") end();
    }
    function end() {
      window.removeEventListener("message", onMessage);
      dialog.close();
      dialog.remove();
      resolve();
    }
    window.addEventListener("message", onMessage);
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      const message: ToChallenge = { type: "give_up" };
      // A page that never loaded cannot receive messages, so just close the overlay.
      if (isHere) frame.contentWindow?.postMessage(message, origin);
      else end();
    });
  });
}
