import { expect, type Page } from "playwright/test";
import type { Currency } from "@/lib/money";
import type en from "@/messages/en.json";
import type ko from "@/messages/ko.json";
import type { Shopper } from "../kit/shopper";
import type { World } from "../world";

export type Words = typeof ko | typeof en;

/** What scenes need: a world, and shoppers in it. */
export type Stage = { world: World; newShopper: () => Promise<Shopper> };

export type View = {
  path: string;
  /** Whose browser it is; a new visitor's if missing. */
  as?: Shopper;
  /** The currency of the prices; won if missing. */
  currency?: Currency;
  /** The browser's local storage. */
  stored?: Record<string, unknown>;
  /** What is done on the page before it is checked. */
  act?: (page: Page, words: Words) => Promise<void>;
  media?: "print" | "dark";
};

export type Scene = {
  /** The page and its state, as part of a file name. */
  name: string;
  /** A text that appears on the page in this state only. */
  shows: (words: Words) => string;
  /** Whether the page can reach this state only with JavaScript. */
  needsScript?: true;
  /** Whether its shop has other settings, so that the scene needs a world that it may change. */
  needsOwnWorld?: true;
  arrange: (stage: Stage) => Promise<View> | View;
};

/** Screenshots are taken on busy machines, too. */
export const patiently = expect.configure({ timeout: 30_000 });
