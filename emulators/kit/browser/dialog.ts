export type Dialog = {
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
  background: "rgb(15 23 42 / 0.6)",
  display: "flex",
  alignItems: "center",
  justifyContent: "center",
};

const sheet: Partial<CSSStyleDeclaration> = {
  background: "#fff",
  borderRadius: "16px",
  boxShadow: "0 24px 64px rgb(15 23 42 / 0.4)",
};

/**
 * Shows a gateway's content over the shop's page. The rest of the page is inert until it closes; Escape calls `giveUp`,
 * which decides what happens.
 */
export function openDialog(
  title: string,
  content: HTMLElement,
  look: { padding: string; sheet: Partial<CSSStyleDeclaration> },
  giveUp: () => unknown,
): Dialog {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", title);
  Object.assign(dialog.style, layer, { padding: look.padding });
  Object.assign(content.style, sheet, look.sheet);
  dialog.append(content);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    giveUp();
  });
  document.body.append(dialog);
  dialog.showModal();
  return {
    close() {
      dialog.close();
      dialog.remove();
    },
  };
}
