/** @jsxImportSource hono/jsx */

import type { Delivery } from "../../../kit/delivery/types";
import { Page, TestBanner } from "../../../kit/pages/layout";
import { ClockPart } from "../../../kit/panel/clock";
import { FaultsPart } from "../../../kit/panel/faults";
import { FindOrder } from "../../../kit/panel/find";
import { Nav } from "../../../kit/panel/nav";
import { News } from "../../../kit/panel/news";
import { WebhooksPart } from "../../../kit/panel/webhooks";
import { panelWords } from "../../../kit/panel/words";
import { errorCodes } from "../../errors/catalog";
import { controlWords } from "../control-words";
import { PaymentsPart } from "./payments";
import { SessionsPart } from "./sessions";
import type { Shown } from "./shown";

/** Everything the control routes can do, as a page. */
export function ControlPage(shown: Shown) {
  const { language, order, deliveries, targets, faults } = shown;
  const { title, operations } = controlWords[language];
  const { control } = panelWords[language];
  return (
    <Page language={language} title={`${control} · ${title}`} sheets={["control", "stripe"]}>
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
            usualCode="api_error"
          />
        </div>
        <div class="column">
          <FindOrder language={language} order={order} />
          <PaymentsPart {...shown} />
          <SessionsPart {...shown} />
          <WebhooksPart
            language={language}
            deliveries={deliveries}
            targets={targets}
            variable="EMULATOR_STRIPE_WEBHOOK_URL"
            told={toldState}
          />
        </div>
      </main>
    </Page>
  );
}

/** The status of the object inside the event. */
function toldState({ body }: Delivery): string {
  const { data } = body as { data?: { object?: { object?: string; status?: string } } };
  return data?.object?.status ?? data?.object?.object ?? "";
}
