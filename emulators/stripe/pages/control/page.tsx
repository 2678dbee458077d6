/** @jsxImportSource hono/jsx */
import type { Delivery } from "../../../kit/delivery/types";
import { ControlBoard } from "../../../kit/panel/page";
import { errorCodes } from "../../errors/catalog";
import { controlWords } from "../control-words";
import { BalancePart } from "./balance";
import { PaymentsPart } from "./payments";
import { PayoutsPart } from "./payouts";
import { SessionsPart } from "./sessions";
import type { Shown } from "./shown";

/** Everything the control routes can do, as a page. */
export function ControlPage(shown: Shown) {
  const { title, operations } = controlWords[shown.language];
  return (
    <ControlBoard
      board={shown}
      title={title}
      sheets={["stripe"]}
      operations={operations}
      errorCodes={errorCodes}
      usualCode="api_error"
      variable="EMULATOR_STRIPE_WEBHOOK_URL"
      told={toldState}
    >
      <PaymentsPart {...shown} />
      <SessionsPart {...shown} />
      <BalancePart {...shown} />
      <PayoutsPart {...shown} />
    </ControlBoard>
  );
}

/** The status of the object inside the event. */
function toldState({ body }: Delivery): string {
  const { data } = body as { data?: { object?: { object?: string; status?: string } } };
  return data?.object?.status ?? data?.object?.object ?? "";
}
