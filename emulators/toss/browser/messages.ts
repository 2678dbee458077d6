import type { Wish } from "../methods/wishes";
import type { SdkErrorCode } from "./sdk/errors";

/** What the widget and window pages tell the SDK, and what the SDK tells them. */
export type FromPage =
  | { type: "ready" }
  | { type: "height"; height: number }
  | { type: "selection"; selection: Selection | null }
  | { type: "agreements"; agreements: Agreement[] }
  | { type: "reported" }
  | { type: "ended"; ending: WindowEnding };

/** `report` asks to hear once more what the buyer has chosen by now; `reported` ends the answer. */
export type ToPage = { type: "amount"; value: number } | { type: "report" };

/** The method that the buyer has chosen in the shop's page. */
export interface Selection {
  /** What the shop hears. */
  code: string;
  /** What the window is opened with, or why it cannot be. */
  pay: Wish | SdkErrorCode;
}

export interface Agreement {
  term: { id: string; required: boolean };
  agreed: boolean;
}

export interface WindowEnding {
  is: "authenticated" | "canceled" | "failed";
  /** Where the shop asked the browser to go; null when it waits for the promise. */
  url: string | null;
  failure: { code: string; message: string } | null;
}
