import type { Standing } from "../status/standing";

/** Who looks: the buyer; whoever looked the order up, who may not say where money goes; whoever opened a link in a letter; a browser that only brought a payment back. */
export type Viewer = "owner" | "finder" | "reader" | "returned";

/** Who may pay for an order and cancel it. */
export const mayAct = (viewer: Viewer) => viewer === "owner" || viewer === "finder";

/** What stands above all else; its words are in `standing`. */
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
