import type { FromPage, ToPage } from "./messages";

/** The shop's origin, the only one this page talks to; the server wrote it into the page. */
const shop = document.documentElement.dataset.shop ?? "";

export function tell(message: FromPage): void {
  if (shop && window.parent !== window) window.parent.postMessage(message, shop);
}

export function listen(hear: (message: ToPage) => void): void {
  window.addEventListener("message", (event: MessageEvent<ToPage>) => {
    if (event.origin === shop && event.source === window.parent) hear(event.data);
  });
}

/** Lets the frame be exactly as tall as what it shows. */
export function tellHeight(): void {
  const report = () =>
    tell({ type: "height", height: Math.ceil(document.body.getBoundingClientRect().height) });
  new ResizeObserver(report).observe(document.body);
  report();
}
