import { expect, type Page } from "playwright/test";
import type { Currency } from "@/lib/money";
import type en from "@/messages/en.json";
import type ko from "@/messages/ko.json";
import type { Shopper } from "../kit/shopper";
import type { World } from "../world";

export type Words = typeof ko | typeof en;

/** Where scenes are set: a world, and people who shop in it. */
export type Stage = { world: World; newShopper: () => Promise<Shopper> };

export type View = {
  path: string;
  /** Whose browser it is; without it, anybody's. */
  as?: Shopper;
  /** What prices are shown in; won, unless it says otherwise. */
  currency?: Currency;
  /** What the browser has stored. */
  stored?: Record<string, unknown>;
  /** What is done on the page before it is looked at. */
  act?: (page: Page, words: Words) => Promise<void>;
  media?: "print";
};

export type Scene = {
  /** The page and its state, as a file may be called. */
  name: string;
  /** What stands on the page in this state and in no other. */
  shows: (words: Words) => string;
  /** True of a page that cannot be in this state without JavaScript. */
  needsScript?: true;
  arrange: (stage: Stage) => Promise<View> | View;
};

/** Pictures are taken on busy machines too. */
export const patiently = expect.configure({ timeout: 30_000 });
