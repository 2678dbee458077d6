import type { MethodType } from "../methods/types";
import type { Entered, Problems } from "./card-form";

/** The values of the hosted page's fields. */
export type Filled = Entered & {
  email: string;
  method: MethodType;
  cardName: string;
  holder: string;
  account: string;
};

/** Which fields are invalid, and how the card is. */
export type Wrong = {
  email?: true;
  cardName?: true;
  holder?: true;
  card?: Problems;
};
