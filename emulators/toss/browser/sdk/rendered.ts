import type { FromPage } from "../messages";
import { must } from "./check";
import { base } from "./environment";
import type { SdkErrorCode } from "./errors";
import { type Frame, openFrame } from "./frame";

export type Placement = {
  selector: string;
  path: string;
  query: Record<string, string>;
  title: string;
  alreadyRendered: SdkErrorCode;
};

const marker = "tossPayments";

/** Renders a widget's page into the shop's element; an element holds one widget of a kind. */
export function placeFrame(placement: Placement, hear: (message: FromPage) => void): Frame {
  const parent = find(placement.selector);
  must(!parent.querySelector(`iframe[data-toss-payments="${placement.path}"]`), placement.alreadyRendered);
  const query = new URLSearchParams({ ...placement.query, origin: location.origin });
  const frame = openFrame(parent, {
    src: `${base}${placement.path}?${query}`,
    title: placement.title,
    hear,
  });
  frame.element.dataset[marker] = placement.path;
  return frame;
}

function find(selector: string): Element {
  let found: Element | null = null;
  try {
    found = document.querySelector(selector);
  } catch {
    // An invalid selector finds nothing.
  }
  must(found !== null, "INVALID_SELECTOR");
  return found;
}
