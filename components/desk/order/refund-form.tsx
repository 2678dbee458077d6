"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { useForm } from "react-hook-form";
import { Notice } from "@/components/ui/notice";
import { SendButton } from "@/components/ui/send-button";
import type { Refundable } from "@/lib/desk/read/refundable";
import type { DeskTrouble } from "../api";
import { Trouble } from "../trouble";
import { faultsBeside } from "../use-send";
import { nothingTyped, RefundFields, type RefundTyped, wishOf } from "./refund-fields";
import { RefundItems } from "./refund-items";
import type { RefundLine } from "./refund-lines";
import { isOverOwnLimit, Preview } from "./refund-preview";
import { Terms } from "./refund-terms";
import { type Given, useRefund, type Wish } from "./use-refund";
import { useRefundItems } from "./use-refund-items";

type Props = {
  of: Refundable;
  /** The current state of each refund of the order, by ID. */
  states: Record<string, Given["state"]>;
  /** The order, for what goes back in stock. */
  order: string;
  /** What can be refunded by item; none if only the whole can be. */
  lines: RefundLine[];
};

/** Refunds in two steps: staff read what will happen before they confirm. */
export function RefundForm({ of, states, order, lines }: Props) {
  const t = useTranslations("deskOrder.refund");
  const router = useRouter();
  const [isRefreshing, startRefreshing] = useTransition();
  const refresh = () => startRefreshing(() => router.refresh());
  const form = useForm<RefundTyped>({ defaultValues: nothingTyped });
  const [shown, setShown] = useState<Wish>();
  const { give, forget, given, busy, trouble } = useRefund();
  const items = useRefundItems(of, order, lines, form);

  const preview = form.handleSubmit((typed) => {
    // The refundable amount is about to be refreshed; the next refund starts from that.
    if (isRefreshing) return;
    forget();
    setShown(wishOf(typed, of, t(`reasons.${typed.reason}`)));
  });
  const press = async (wish: Wish) => {
    const refused = await give(wish, ({ state }) => {
      setShown(undefined);
      form.reset();
      // What was refunded is refunded, whether or not its goods can go back in stock.
      items.end(state === "done").then(refresh);
    });
    if (!refused || refused.code === "unreachable") return;
    setShown(undefined);
    if (changedCodes.has(refused.code)) refresh();
    faultsBeside(refused, ["amount", "bank", "account_number", "holder_name"], form.setError);
  };

  if (shown)
    return (
      <Preview
        wish={shown}
        of={of}
        busy={busy}
        trouble={trouble}
        restocked={items.toRestock}
        back={() => setShown(undefined)}
        press={() => press(isOverOwnLimit(shown, of) ? { ...shown, for_approval: true } : shown)}
      />
    );
  // What was unknown when the button was pressed may be known by now.
  const outcome = (
    <>
      <Outcome state={given && (states[given.id] ?? given.state)} trouble={trouble ?? items.trouble} />
      {items.isWaiting && <p className="text-soft">{t("items.later")}</p>}
    </>
  );
  // Staff who press again because nothing seems to happen would refund twice.
  const isUnderWay = Object.values(states).some((state) => state === "asked" || state === "queued");
  if (isUnderWay || of.left === 0)
    return (
      <div className="mt-4 grid gap-4">
        {outcome}
        <p className="text-soft">{t(isUnderWay ? "wait" : "nothingLeft")}</p>
      </div>
    );
  if (of.window?.isOver)
    return (
      <div className="mt-4 grid gap-4">
        {outcome}
        <Terms of={of} />
      </div>
    );
  return (
    <form method="post" noValidate onSubmit={preview} className="mt-4 grid gap-4">
      <Terms of={of} />
      {outcome}
      {lines.length > 0 && (
        <RefundItems
          lines={lines}
          currency={of.currency}
          chosen={items.chosen}
          restocks={items.restocks}
          onChange={items.choose}
        />
      )}
      <RefundFields form={form} of={of} />
      <SendButton busy={isRefreshing}>{t("preview")}</SendButton>
    </form>
  );
}

/** Refusals after which the page shows other amounts or another refund. */
const changedCodes: ReadonlySet<DeskTrouble["code"]> = new Set([
  "refund_outdated",
  "refund_exceeds_balance",
  "refund_declined",
  "refund_over_limit",
  "refund_over_daily_limit",
  "refund_window_closed",
  "partial_refund_not_possible",
]);

/** Only a completed refund looks completed. */
const looks: Record<Given["state"], "good" | "notice" | "danger"> = {
  done: "good",
  asked: "notice",
  queued: "notice",
  waiting_for_approval: "notice",
  waiting_for_account: "notice",
  failed: "danger",
};

type OutcomeProps = { state: Given["state"] | undefined; trouble: DeskTrouble | undefined };

/** What became of the last refund that was sent from here. */
function Outcome({ state, trouble }: OutcomeProps) {
  const t = useTranslations("deskOrder.refund.outcome");
  return (
    <>
      <div role="status" className="empty:hidden">
        {state && <Notice look={looks[state]}>{t(state)}</Notice>}
      </div>
      <Trouble of={trouble} />
    </>
  );
}
