import { useTranslations } from "next-intl";
import { mayDo } from "@/lib/contracts/roles";
import { type Dossier, isBusy } from "@/lib/desk/read/dossier";
import { actorOf, type Staff } from "@/lib/desk/staff/permissions";
import type { Names } from "../act-words";
import {
  ApprovalCard,
  AuthorizedCard,
  CancelCard,
  DisputeCard,
  NeedCard,
  ReviewCard,
  StuckCard,
} from "./attention-cards";

type Props = { dossier: Dossier; staff: Staff; names: Names };

/** What waits for staff, with the reason, and what this staff member may do about it. */
export function Attention({ dossier, staff, names }: Props) {
  const t = useTranslations("deskOrder.attention");
  const { order, payments, refunds, calls, disputes, cancelRequests } = dossier;
  const needs = dossier.needs.filter(({ closedAt }) => closedAt === null);
  /** Since when the need for a row of another kind has been open. */
  const since = (subjectId: string) => needs.find((need) => need.subjectId === subjectId)?.openedAt;
  const currencyOf = new Map(payments.map(({ id, currency }) => [id, currency]));
  const decides = mayDo(staff.role, "review:decide");
  const cards = [
    ...payments
      .filter(({ status }) => status === "in_review")
      .map((payment) => (
        <ReviewCard
          key={`review ${payment.id}`}
          payment={payment}
          currency={order.currency}
          since={since(payment.id)}
          decides={decides}
        />
      )),
    ...needs
      .filter(({ reason }) => !hasOwnCard.has(reason))
      .map((need) => <NeedCard key={need.id} need={need} decides={decides} />),
    ...calls
      .filter(({ state }) => state === "stuck")
      .map((call) => (
        <StuckCard key={`call ${call.id}`} call={call} since={since(call.id)} decides={decides} />
      )),
    ...refunds
      .filter(({ state }) => state === "waiting_for_approval")
      .map((refund) => (
        <ApprovalCard
          key={`approval ${refund.id}`}
          refund={refund}
          currency={currencyOf.get(refund.paymentId) ?? ""}
          names={names}
          since={since(refund.id)}
          isOwn={refund.requestedBy === actorOf(staff)}
          approves={mayDo(staff.role, "refunds:approve")}
        />
      )),
    ...payments
      .filter(({ status }) => status === "authorized")
      .map((payment) => (
        <AuthorizedCard
          key={`authorized ${payment.id}`}
          payment={payment}
          isBusy={isBusy(calls, payment)}
          voids={mayDo(staff.role, "refunds:write")}
        />
      )),
    ...cancelRequests
      .filter(({ state }) => state === "asked")
      .map((request) => (
        <CancelCard
          key={`cancel ${request.id}`}
          request={request}
          how={howToCancel(dossier)}
          declines={mayDo(staff.role, "orders:write")}
        />
      )),
    ...disputes.map((dispute) => (
      <DisputeCard key={`dispute ${dispute.id}`} dispute={dispute} since={since(dispute.id)} />
    )),
  ];
  if (cards.length === 0) return null;
  return (
    <section aria-label={t("title")} className="mt-6 grid gap-4">
      {cards}
    </section>
  );
}

const howToCancel = ({ order, isTooLateToRefund }: Dossier) =>
  order.status === "authorized" ? "howHeld" : isTooLateToRefund ? "howTooLate" : "how";

/** Money in review, stuck calls, refunds to approve and disputes have separate cards with their actions. */
const hasOwnCard: ReadonlySet<Dossier["needs"][number]["reason"]> = new Set([
  "mismatch",
  "key_died",
  "not_found",
  "dispute_opened",
  "waits_for_approval",
]);
