export type Overlay = {
  /** Where the gateway's pages are placed. */
  panel: HTMLElement;
  close(): void;
};

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
  padding: "0",
  background: "rgb(15 23 42 / 0.55)",
  display: "flex",
  alignItems: "center",
  justifyContent: "center",
};

const sheet: Partial<CSSStyleDeclaration> = {
  width: "min(480px, 100vw)",
  maxHeight: "100dvh",
  overflow: "auto",
  background: "#fff",
  borderRadius: "16px",
  boxShadow: "0 24px 64px rgb(15 23 42 / 0.35)",
};

/** A modal dialog over the shop's page. The rest of the page is inert until it closes; Escape gives up. */
export function openOverlay(title: string, giveUp: () => unknown): Overlay {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", title);
  Object.assign(dialog.style, layer);
  const panel = document.createElement("div");
  Object.assign(panel.style, sheet);
  dialog.append(panel);
  document.body.append(dialog);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    giveUp();
  });
  dialog.showModal();
  return {
    panel,
    close() {
      dialog.close();
      dialog.remove();
    },
  };
}
