import type { Wish } from "../methods/wishes";
import type { SdkErrorCode } from "./sdk/errors";

/** Messages between the widget and window pages and the SDK. */
export type FromPage =
  | { type: "ready" }
  | { type: "height"; height: number }
  | { type: "selection"; selection: Selection | null }
  | { type: "agreements"; agreements: Agreement[] }
  | { type: "reported" }
  | { type: "ended"; ending: WindowEnding };

/** `report` asks the page to repeat what the buyer has chosen; `reported` ends the answer. */
export type ToPage = { type: "amount"; value: number } | { type: "report" };

/** The method the buyer has chosen in the shop's page. */
export type Selection = {
  /** The code the shop receives. */
  code: string;
  /** What the window is opened with, or why it cannot be opened. */
  pay: Wish | SdkErrorCode;
};

export type Agreement = {
  term: { id: string; required: boolean };
  agreed: boolean;
};

export type WindowEnding = {
  is: "authenticated" | "canceled" | "failed";
  /** Where the shop wants the browser to go; null if it waits for the promise. */
  url: string | null;
  failure: { code: string; message: string } | null;
};
