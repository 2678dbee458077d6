/** @jsxImportSource hono/jsx */

import type { Delivery } from "../../../kit/delivery";
import type { Fault } from "../../../kit/faults";
import { seoulDateTime } from "../../../kit/text";
import { describeError, type ErrorCode, type Language } from "../../errors";
import type { Said } from "../../panel/actions";
import type { Payment } from "../../payment";
import { controlWords } from "../controlWords";
import { Page, TestBanner } from "../layout";
import { ClockPart } from "./clock";
import { FaultsPart } from "./faults";
import { Nav } from "./nav";
import { PaymentsPart } from "./payments";
import { WebhooksPart } from "./webhooks";

export interface Shown {
  language: Language;
  now: number;
  payments: Payment[];
  deliveries: Delivery[];
  targets: string[];
  faults: (Fault & { holding: number })[];
  /** The one order that is looked at; empty for all. */
  order: string;
  said: Said | null;
  refused: ErrorCode | null;
}

/** Everything the control routes can do, for people. */
export function ControlPage(shown: Shown) {
  const { language } = shown;
  const text = controlWords[language];
  return (
    <Page language={language} title={`${text.control} · ${text.title}`} sheet="control">
      <TestBanner language={language} />
      <Nav language={language} here="control" />
      <main class="board">
        <News {...shown} />
        <h1>{text.control}</h1>
        <div class="column">
          <ClockPart {...shown} />
          <FaultsPart {...shown} />
        </div>
        <div class="column">
          <PaymentsPart {...shown} />
          <WebhooksPart {...shown} />
        </div>
      </main>
    </Page>
  );
}

/** What became of the button that was pressed last. */
function News({ language, said, refused }: Shown) {
  const text = controlWords[language];
  if (!said && !refused) return null;
  return (
    <p role="status" class={refused ? "news bad" : "news"}>
      {said && text.said[said]}
      {refused && (
        <>
          {text.refused}: {describeError(refused, language).message} <code>{refused}</code>
        </>
      )}
    </p>
  );
}

export function shortTime(instant: number): string {
  return seoulDateTime(instant).replace("T", " ").slice(0, 16);
}
