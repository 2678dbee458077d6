import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Price } from "@/components/ui/price";
import { mayDo } from "@/lib/contracts/roles";
import type { Dossier } from "@/lib/desk/read/dossier";
import { actorOf, type Staff } from "@/lib/desk/staff/permissions";
import { type Names, useActWords } from "../act-words";
import { useDisputeWords } from "../dispute-words";
import { useNeedWords } from "../need-words";
import {
  AcceptHeld,
  Approve,
  AskAgain,
  DeclineCancel,
  GiveUp,
  Reject,
  ReturnHeld,
  SettleNeed,
  VoidPayment,
  Withdraw,
} from "./acts";

type Props = { dossier: Dossier; staff: Staff; names: Names };

/** What waits for staff, with the reason, and what this staff member may do about it. */
export function Attention({ dossier, staff, names }: Props) {
  const t = useTranslations("deskOrder.attention");
  const format = useSeoulTime();
  const { payments, refunds, calls, disputes, cancelRequests } = dossier;
  const needs = dossier.needs.filter(({ closedAt }) => closedAt === null);
  const currencyOf = new Map(payments.map(({ id, currency }) => [id, currency]));
  const decides = mayDo(staff.role, "held:decide");
  const { whyOf, todoOf } = useNeedWords();
  const since = (at: Date) => (
    <p className="text-sm text-soft">{t("since", { at: format.dateTime(at, moment) })}</p>
  );
  /** Since when the need for a row of another kind has been open. */
  const sinceOf = (subjectId: string) => {
    const need = needs.find((it) => it.subjectId === subjectId);
    return need && since(need.openedAt);
  };
  const { nameOf } = useActWords(names);
  const disputeWords = useDisputeWords();
  const cards: ReactNode[] = [
    ...payments
      .filter(({ status }) => status === "held")
      .map(({ id, captured, currency, amount }) => (
        <Card key={`held ${id}`} title={t("held.title")}>
          <p>
            {t("held.why")} <Price amount={captured} currency={currency} className="font-semibold" /> (
            {t("held.asked")} <Price amount={amount} currency={dossier.order.currency} />)
          </p>
          {sinceOf(id)}
          {decides && (
            <Pair>
              <AcceptHeld payment={id} />
              <ReturnHeld payment={id} />
            </Pair>
          )}
        </Card>
      )),
    // Held money, stuck calls and disputes have separate cards with their actions.
    ...needs
      .filter(({ reason }) => !hasOwnCard.has(reason))
      .map(({ id, reason, detail, openedAt, endsByItself }) => (
        <Card key={id} title={t(endsByItself ? "need.unknown" : "need.title")}>
          <p>{whyOf(reason, detail)}</p>
          <p className="text-sm">{todoOf(reason)}</p>
          {since(openedAt)}
          {endsByItself ? (
            <p className="text-sm text-soft">{t("need.ends")}</p>
          ) : (
            decides && <SettleNeed need={id} />
          )}
        </Card>
      )),
    ...calls
      .filter(({ state }) => state === "stuck")
      .map(({ id, kind }) => (
        <Card key={`call ${id}`} title={t("stuck.title")}>
          <p>{t("stuck.why")}</p>
          <p className="font-mono text-sm break-all text-soft">{id}</p>
          {sinceOf(id)}
          {decides && (
            <Pair>
              <AskAgain call={id} />
              {kind === "refund" && <GiveUp call={id} />}
            </Pair>
          )}
        </Card>
      )),
    ...refunds
      .filter(({ state }) => state === "waiting_for_approval")
      .map(({ id, amount, paymentId, requestedBy, reason }) => (
        <Card key={`approval ${id}`} title={t("approval.title")}>
          <p>
            <Price amount={amount} currency={currencyOf.get(paymentId) ?? ""} className="font-semibold" /> ·{" "}
            {reason}
          </p>
          <p className="text-sm text-soft">{t("approval.by", { name: nameOf(requestedBy) })}</p>
          {sinceOf(id)}
          {requestedBy === actorOf(staff) ? (
            <Withdraw refund={id} />
          ) : (
            mayDo(staff.role, "refunds:approve") && (
              <Pair>
                <Approve refund={id} />
                <Reject refund={id} />
              </Pair>
            )
          )}
        </Card>
      )),
    ...payments
      .filter(({ status }) => status === "authorized")
      .map(({ id, amount, currency }) => (
        <Card key={`authorized ${id}`} title={t("authorized.title")}>
          <p>
            {t("authorized.why")} <Price amount={amount} currency={currency} className="font-semibold" />
          </p>
          {mayDo(staff.role, "refunds:write") && <VoidPayment payment={id} />}
        </Card>
      )),
    ...cancelRequests
      .filter(({ state }) => state === "asked")
      .map(({ id, reason }) => (
        <Card key={`cancel ${id}`} title={t("cancel.title")}>
          <p>{reason}</p>
          <p className="text-sm text-soft">{t("cancel.how")}</p>
          {mayDo(staff.role, "orders:write") && <DeclineCancel request={id} />}
        </Card>
      )),
    ...disputes.map(({ id, state, amount, currency, reason, answerBy }) => (
      <Card key={`dispute ${id}`} title={t(`dispute.${state}`)}>
        <p>
          <Price amount={amount} currency={currency} className="font-semibold" /> ·{" "}
          <span>{disputeWords(reason)}</span>
        </p>
        {answerBy && (state === "open" || state === "inquiry") && (
          <p>{t("dispute.answerBy", { at: format.dateTime(answerBy, moment) })}</p>
        )}
        <p className="font-mono text-sm text-soft">{id}</p>
        {sinceOf(id)}
      </Card>
    )),
  ];
  if (cards.length === 0) return null;
  return (
    <section aria-label={t("title")} className="mt-6 grid gap-4">
      {cards}
    </section>
  );
}

const hasOwnCard: ReadonlySet<Dossier["needs"][number]["reason"]> = new Set([
  "mismatch",
  "key_died",
  "not_found",
  "dispute_opened",
  "waits_for_approval",
]);

const Card = ({ title, children }: { title: string; children: ReactNode }) => (
  <article className="grid gap-3 rounded-2xl border border-notice/30 bg-notice-wash/50 p-5">
    <h2 className="font-bold">{title}</h2>
    {children}
  </article>
);

const Pair = ({ children }: { children: ReactNode }) => (
  <div className="grid items-end gap-4 sm:grid-cols-2">{children}</div>
);
