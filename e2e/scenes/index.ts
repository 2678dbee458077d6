import { failScenes, orderScenes } from "./orders";
import { shopScenes } from "./shop";

/** The whole shop as its people meet it: every page in every state. */
export const scenes = [...shopScenes, ...orderScenes, ...failScenes];
