export type Frame<Told> = {
  element: HTMLIFrameElement;
  tell(message: Told): void;
  remove(): void;
};

/**
 * A gateway page to be framed in the shop's page. It hears only what comes from that page; whoever creates it places
 * its element.
 */
export function createFrame<Heard, Told>(
  page: { src: string; title: string; origin: string },
  hear: (message: Heard) => void,
): Frame<Told> {
  const element = document.createElement("iframe");
  element.src = page.src;
  element.title = page.title;
  element.style.border = "0";

  function onMessage(event: MessageEvent<Heard>) {
    if (event.origin === page.origin && event.source === element.contentWindow) hear(event.data);
  }
  window.addEventListener("message", onMessage);

  return {
    element,
    tell: (message) => element.contentWindow?.postMessage(message, page.origin),
    remove() {
      window.removeEventListener("message", onMessage);
      element.remove();
    },
  };
}
