import type { Standing } from "../status/standing";

/**
 * Who is viewing: the buyer; somebody who looked the order up, who may not name a refund account; somebody who opened a
 * letter's link; a browser that only brought a payment back.
 */
export type Viewer = "owner" | "finder" | "reader" | "returned";

/** Who may pay for an order and cancel it. */
export const mayAct = (viewer: Viewer) => viewer === "owner" || viewer === "finder";

/** The main headline; its words are in `standing`. */
export type Headline =
  | Standing
  | "placed"
  | "issuing"
  | "notIssued"
  | "goingBack"
  | "disputed"
  | "disputeLost"
  | "ending"
  | "undeposited";
