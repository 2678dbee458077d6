import { openDialog } from "../../../kit/browser/dialog";

export type Overlay = {
  /** Where the gateway's pages are placed. */
  panel: HTMLElement;
  close(): void;
};

/** The payment window's place over the shop's page; Escape gives up. */
export function openOverlay(title: string, giveUp: () => unknown): Overlay {
  const panel = document.createElement("div");
  const sheet = { width: "min(480px, 100vw)", maxHeight: "100dvh", overflow: "auto" };
  const { close } = openDialog(title, panel, { padding: "0", sheet }, giveUp);
  return { panel, close };
}
