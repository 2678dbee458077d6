/** @jsxImportSource hono/jsx */

import type { Delivery } from "../../../kit/delivery/types";
import { Page, TestBanner } from "../../../kit/pages/layout";
import { ClockPart } from "../../../kit/panel/clock";
import { FaultsPart } from "../../../kit/panel/faults";
import { Nav } from "../../../kit/panel/nav";
import { News } from "../../../kit/panel/news";
import { WebhooksPart } from "../../../kit/panel/webhooks";
import { panelWords } from "../../../kit/panel/words";
import { errorCodes, type Language } from "../../errors";
import { controlWords } from "../control-words";
import { words } from "../words";
import { PaymentsPart } from "./payments";
import type { Shown } from "./shown";

/** Everything the control routes can do, as a page. */
export function ControlPage(shown: Shown) {
  const { language, deliveries, targets, faults } = shown;
  const { title, operations } = controlWords[language];
  const { control } = panelWords[language];
  return (
    <Page language={language} title={`${control} · ${title}`} sheets={["control"]}>
      <TestBanner language={language} />
      <Nav language={language} title={title} here="control" />
      <main class="board">
        <News {...shown} />
        <h1>{control}</h1>
        <div class="column">
          <ClockPart {...shown} />
          <FaultsPart
            language={language}
            faults={faults}
            operations={operations}
            errorCodes={errorCodes}
            usualCode="PROVIDER_ERROR"
          />
        </div>
        <div class="column">
          <PaymentsPart {...shown} />
          <WebhooksPart
            language={language}
            deliveries={deliveries}
            targets={targets}
            variable="EMULATOR_TOSS_WEBHOOK_URL"
            told={(delivery) => toldState(delivery, language)}
          />
        </div>
      </main>
    </Page>
  );
}

/** The status the event reports: inside `data`, or at the top level for a deposit callback. */
function toldState({ body }: Delivery, language: Language): string {
  const { data, status } = body as { data?: { status?: string }; status?: string };
  const told = data?.status ?? status ?? "";
  const names: Record<string, string> = words[language].statuses;
  return names[told] ?? told;
}
