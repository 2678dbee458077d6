import type { FromPage, ToPage } from "./messages";

/** The shop's origin, written into the page by the server; this page talks to no other. */
const shop = document.documentElement.dataset.shop ?? "";

export function tell(message: FromPage): void {
  if (shop && window.parent !== window) window.parent.postMessage(message, shop);
}

export function listen(hear: (message: ToPage) => void): void {
  window.addEventListener("message", (event: MessageEvent<ToPage>) => {
    if (event.origin === shop && event.source === window.parent) hear(event.data);
  });
}

/** Keeps the frame exactly as tall as its content. */
export function tellHeight(): void {
  const report = () =>
    tell({ type: "height", height: Math.ceil(document.body.getBoundingClientRect().height) });
  new ResizeObserver(report).observe(document.body);
  report();
}
