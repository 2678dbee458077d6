/** @jsxImportSource hono/jsx */
import type { Delivery } from "../../../kit/delivery/types";
import { ControlBoard } from "../../../kit/panel/page";
import { errorCodes, type Language } from "../../errors";
import { controlWords } from "../control-words";
import { words } from "../words";
import { ContractsPart } from "./contracts";
import { PaymentsPart } from "./payments";
import { ReceiptsPart } from "./receipts";
import { SettlementsPart } from "./settlements";
import type { Shown } from "./shown";

/** Everything the control routes can do, as a page. */
export function ControlPage(shown: Shown) {
  const { title, operations } = controlWords[shown.language];
  return (
    <ControlBoard
      board={shown}
      title={title}
      sheets={[]}
      operations={operations}
      errorCodes={errorCodes}
      usualCode="PROVIDER_ERROR"
      variable="EMULATOR_TOSS_WEBHOOK_URL"
      told={(delivery) => toldState(delivery, shown.language)}
    >
      <PaymentsPart {...shown} />
      <SettlementsPart {...shown} />
      <ReceiptsPart {...shown} />
      <ContractsPart {...shown} />
    </ControlBoard>
  );
}

/** The status the event reports: inside `data`, or at the top level for a deposit callback. */
function toldState({ body }: Delivery, language: Language): string {
  const { data, status } = body as { data?: { status?: string }; status?: string };
  const told = data?.status ?? status ?? "";
  const names: Record<string, string> = words[language].statuses;
  return names[told] ?? told;
}
