/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";
import type { Delivery } from "../delivery/types";
import { Page, TestBanner } from "../pages/layout";
import type { Board } from "./board";
import { ClockPart } from "./clock";
import { FaultsPart } from "./faults";
import { FindOrder } from "./find";
import { Nav } from "./nav";
import { News } from "./news";
import { WebhooksPart } from "./webhooks";
import { panelWords } from "./words";

type Panel = {
  board: Board;
  title: string;
  sheets: readonly string[];
  /** The gateway's operations and their labels, most likely first. */
  operations: Record<string, string>;
  errorCodes: readonly string[];
  usualCode: string;
  /** The environment variable that sets the webhook targets. */
  variable: string;
  /** A one-word summary of what a delivery reports. */
  told(delivery: Delivery): string;
  /** The gateway's own objects. */
  children: Child;
};

/** Everything the control routes can do, as a page. */
export function ControlBoard(panel: Panel) {
  const { board, title, sheets, operations, errorCodes, usualCode, variable, told, children } = panel;
  const { language, deliveries, targets, faults } = board;
  const { control } = panelWords[language];
  return (
    <Page language={language} title={`${control} · ${title}`} sheets={["control", ...sheets]}>
      <TestBanner language={language} />
      <Nav language={language} title={title} here="control" />
      <main class="board">
        <News language={language} outcome={board.outcome} />
        <h1>{control}</h1>
        <div class="column">
          <ClockPart language={language} now={board.now} />
          <FaultsPart
            language={language}
            faults={faults}
            operations={operations}
            errorCodes={errorCodes}
            usualCode={usualCode}
          />
        </div>
        <div class="column">
          <FindOrder language={language} order={board.order} />
          {children}
          <WebhooksPart
            language={language}
            deliveries={deliveries}
            targets={targets}
            variable={variable}
            told={told}
          />
        </div>
      </main>
    </Page>
  );
}
