import { openDialog } from "../../../kit/browser/dialog";
import { createFrame } from "../../../kit/browser/frame";
import type { FromChallenge, ToChallenge } from "../messages";
import { base, origin } from "./environment";
import { inKorean } from "./locale";

const sheet = { width: "min(440px, 100%)", height: "min(500px, 100%)", colorScheme: "light" };

/** Shows the bank's challenge over the shop's page until the buyer has answered; Escape gives up. */
export function showChallenge(intentId: string, locale: string): Promise<void> {
  const title = inKorean(locale) ? "카드 본인 인증" : "Card authentication";
  const query = new URLSearchParams({ origin: location.origin, locale });
  const src = `${base}/challenge/${intentId}?${query}`;

  return new Promise((resolve) => {
    let isHere = false;
    const frame = createFrame<FromChallenge, ToChallenge>({ src, title, origin }, (message) => {
      isHere = true;
      if (message.type === "answered") end();
    });
    const dialog = openDialog(title, frame.element, { padding: "12px", sheet }, () => {
      // A page that never loaded cannot receive messages, so just close the overlay.
      if (isHere) frame.tell({ type: "give_up" });
      else end();
    });
    frame.element.addEventListener("load", () => frame.element.focus());

    function end() {
      frame.remove();
      dialog.close();
      resolve();
    }
  });
}
