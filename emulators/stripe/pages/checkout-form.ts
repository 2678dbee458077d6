import type { MethodType } from "../methods/types";
import type { Entered, Problems } from "./card-form";

/** What stands in the fields of the hosted page. */
export interface Filled extends Entered {
  email: string;
  method: MethodType;
  cardName: string;
  holder: string;
  account: string;
}

/** Which fields are wrong, and the card's in which way. */
export interface Wrong {
  email?: true;
  cardName?: true;
  holder?: true;
  card?: Problems;
}
