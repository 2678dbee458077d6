import { deskScenes } from "./desk";
import { holdScenes } from "./hold";
import { failScenes, orderScenes } from "./orders";
import { shopScenes } from "./shop";
import { stripeScenes } from "./stripe";

/** The whole shop as people see it: every page in every state. */
export const scenes = [
  ...shopScenes,
  ...orderScenes,
  ...failScenes,
  ...stripeScenes,
  ...deskScenes,
  ...holdScenes,
];
