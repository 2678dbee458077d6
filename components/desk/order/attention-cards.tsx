import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Price } from "@/components/ui/price";
import type { Dossier } from "@/lib/desk/read/dossier";
import { type Names, useActWords } from "../act-words";
import { useDisputeWords } from "../dispute-words";
import { useNeedWords } from "../need-words";
import {
  AcceptReviewed,
  Approve,
  AskAgain,
  DeclineCancel,
  GiveUp,
  Reject,
  ResolveNeed,
  ReturnReviewed,
  VoidPayment,
  Withdraw,
} from "./acts";

// One card for each kind of thing that waits for staff. Whether this staff member may act on it is decided above.

type Payment = Dossier["payments"][number];

/** When it began to wait. */
type Waits = { since: Date | undefined };

export function ReviewCard({
  payment: { id, amount, captured, currency: paid },
  currency,
  since,
  decides,
}: Waits & { payment: Payment; currency: string; decides: boolean }) {
  const t = useTranslations("deskOrder.attention.in_review");
  return (
    <Card title={t("title")}>
      <p>
        {t("why")} <Price amount={captured} currency={paid} className="font-semibold" /> ({t("asked")}{" "}
        <Price amount={amount} currency={currency} />)
      </p>
      <Since at={since} />
      {decides && (
        <Pair>
          <AcceptReviewed payment={id} />
          <ReturnReviewed payment={id} />
        </Pair>
      )}
    </Card>
  );
}

export function NeedCard({
  need: { id, reason, detail, openedAt, endsByItself },
  decides,
}: {
  need: Dossier["needs"][number];
  decides: boolean;
}) {
  const t = useTranslations("deskOrder.attention.need");
  const { whyOf, todoOf } = useNeedWords();
  return (
    <Card title={t(endsByItself ? "unknown" : "title")}>
      <p>{whyOf(reason, detail)}</p>
      <p className="text-sm">{todoOf(reason)}</p>
      <Since at={openedAt} />
      {endsByItself ? <p className="text-sm text-soft">{t("ends")}</p> : decides && <ResolveNeed need={id} />}
    </Card>
  );
}

export function StuckCard({
  call: { id, kind },
  since,
  decides,
}: Waits & { call: Dossier["calls"][number]; decides: boolean }) {
  const t = useTranslations("deskOrder.attention.stuck");
  return (
    <Card title={t("title")}>
      <p>{t("why")}</p>
      <p className="font-mono text-sm break-all text-soft">{id}</p>
      <Since at={since} />
      {decides && (
        <Pair>
          <AskAgain call={id} />
          {kind === "refund" && <GiveUp call={id} />}
        </Pair>
      )}
    </Card>
  );
}

export function ApprovalCard({
  refund: { id, amount, requestedBy, reason },
  currency,
  names,
  since,
  isOwn,
  approves,
}: Waits & {
  refund: Dossier["refunds"][number];
  currency: string;
  names: Names;
  isOwn: boolean;
  approves: boolean;
}) {
  const t = useTranslations("deskOrder.attention.approval");
  const { nameOf } = useActWords(names);
  return (
    <Card title={t("title")}>
      <p>
        <Price amount={amount} currency={currency} className="font-semibold" /> · {reason}
      </p>
      <p className="text-sm text-soft">{t("by", { name: nameOf(requestedBy) })}</p>
      <Since at={since} />
      {isOwn ? (
        <Withdraw refund={id} />
      ) : (
        approves && (
          <Pair>
            <Approve refund={id} />
            <Reject refund={id} />
          </Pair>
        )
      )}
    </Card>
  );
}

export function AuthorizedCard({
  payment: { id, amount, currency, captureBefore, captureAsked },
  isBusy,
  voids,
}: {
  payment: Payment;
  /** Whether it is being captured or voided. */
  isBusy: boolean;
  voids: boolean;
}) {
  const t = useTranslations("deskOrder.attention.authorized");
  const format = useSeoulTime();
  return (
    <Card title={t("title")}>
      <p>
        {t("why")} <Price amount={amount} currency={currency} className="font-semibold" />
      </p>
      {captureAsked !== null && (
        <p>
          {t("capturing")} <Price amount={captureAsked} currency={currency} className="font-semibold" />
        </p>
      )}
      {captureBefore && (
        <p className="text-sm text-soft">{t("until", { at: format.dateTime(captureBefore, moment) })}</p>
      )}
      {voids && !isBusy && <VoidPayment payment={id} />}
    </Card>
  );
}

export function CancelCard({
  request: { id, reason },
  how,
  declines,
}: {
  request: Dossier["cancelRequests"][number];
  /** How staff accept it. */
  how: "how" | "howHeld" | "howTooLate";
  declines: boolean;
}) {
  const t = useTranslations("deskOrder.attention.cancel");
  return (
    <Card title={t("title")}>
      <p>{reason}</p>
      <p className="text-sm text-soft">{t(how)}</p>
      {declines && <DeclineCancel request={id} />}
    </Card>
  );
}

export function DisputeCard({
  dispute: { id, state, amount, currency, reason, answerBy },
  since,
}: Waits & { dispute: Dossier["disputes"][number] }) {
  const t = useTranslations("deskOrder.attention.dispute");
  const format = useSeoulTime();
  const words = useDisputeWords();
  return (
    <Card title={t(state)}>
      <p>
        <Price amount={amount} currency={currency} className="font-semibold" /> · <span>{words(reason)}</span>
      </p>
      {answerBy && (state === "open" || state === "inquiry") && (
        <p>{t("answerBy", { at: format.dateTime(answerBy, moment) })}</p>
      )}
      <p className="font-mono text-sm text-soft">{id}</p>
      <Since at={since} />
    </Card>
  );
}

function Since({ at }: { at: Date | undefined }) {
  const t = useTranslations("deskOrder.attention");
  const format = useSeoulTime();
  return at && <p className="text-sm text-soft">{t("since", { at: format.dateTime(at, moment) })}</p>;
}

const Card = ({ title, children }: { title: string; children: ReactNode }) => (
  <article className="grid gap-3 rounded-2xl border border-notice/30 bg-notice-wash/50 p-5">
    <h2 className="font-bold">{title}</h2>
    {children}
  </article>
);

const Pair = ({ children }: { children: ReactNode }) => (
  <div className="grid items-end gap-4 sm:grid-cols-2">{children}</div>
);
