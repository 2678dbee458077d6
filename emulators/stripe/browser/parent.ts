/** The shop's origin, written into the page by the server; this page talks to no other. */
const shop = document.documentElement.dataset.shop ?? "";

export function tell(message: object): void {
  if (shop && window.parent !== window) window.parent.postMessage(message, shop);
}

export function listen<Message>(hear: (message: Message) => void): void {
  window.addEventListener("message", (event: MessageEvent<Message>) => {
    if (event.origin === shop && event.source === window.parent) hear(event.data);
  });
}
