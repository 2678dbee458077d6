import type { Context } from "hono";
import type { Controlled } from "../control/controlled";
import type { Delivery } from "../delivery/types";
import type { Fault } from "../faults";
import { languageOf } from "../pages/html";
import type { Language } from "../text";
import type { View } from "./routes";

const deliveriesShown = 30;

/** What every gateway's control page shows. */
export type Board = View & {
  language: Language;
  now: number;
  deliveries: Delivery[];
  targets: string[];
  faults: (Fault & { holding: number })[];
};

export function boardOf(
  { front, clock, post }: Pick<Controlled, "front" | "clock" | "post">,
  c: Context,
  view: View,
): Board {
  return {
    ...view,
    language: languageOf(c),
    now: clock.now(),
    deliveries: post.latest(view.order ? { orderId: view.order } : {}, deliveriesShown),
    targets: post.targets(),
    faults: front.faults.list().filter(({ remaining, holding }) => remaining !== 0 || holding > 0),
  };
}
