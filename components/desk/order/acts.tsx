"use client";

// Each action staff can take on an order, with its words and what it sends. The page that shows them is rendered on the
// server, which cannot pass functions to the browser.

import { useTranslations } from "next-intl";
import { Act } from "./act";

type OfRefund = { refund: string };
type OfPayment = { payment: string };

export function Approve({ refund }: OfRefund) {
  const t = useTranslations("deskOrder.acts");
  return (
    <Act
      id={`approve-${refund}`}
      path="/admin/api/refunds/approve"
      look="main"
      words={t("approve")}
      input={() => ({ refund })}
    />
  );
}

export function Reject({ refund }: OfRefund) {
  const t = useTranslations("deskOrder.acts");
  return (
    <Act
      id={`reject-${refund}`}
      path="/admin/api/refunds/reject"
      look="danger"
      words={t("reject")}
      asks={t("why")}
      input={(why) => ({ refund, why })}
    />
  );
}

export function Withdraw({ refund }: OfRefund) {
  const t = useTranslations("deskOrder.acts");
  return (
    <Act
      id={`withdraw-${refund}`}
      path="/admin/api/refunds/withdraw"
      words={t("withdraw")}
      input={() => ({ refund })}
    />
  );
}

export function AcceptReviewed({ payment }: OfPayment) {
  const t = useTranslations("deskOrder.acts");
  return (
    <Act
      id={`accept-${payment}`}
      path="/admin/api/review/accept"
      look="main"
      words={t("acceptReviewed")}
      asks={t("why")}
      input={(why) => ({ payment, why })}
    />
  );
}

export function ReturnReviewed({ payment }: OfPayment) {
  const t = useTranslations("deskOrder.acts");
  return (
    <Act
      id={`return-${payment}`}
      path="/admin/api/review/return"
      look="danger"
      words={t("returnReviewed")}
      asks={t("why")}
      input={(why) => ({ payment, why })}
    />
  );
}

export function ResolveNeed({ need }: { need: string }) {
  const t = useTranslations("deskOrder.acts");
  return (
    <Act
      id={`resolve-${need}`}
      path="/admin/api/needs/resolve"
      words={t("resolveNeed")}
      asks={t("note")}
      input={(note) => ({ need, note })}
    />
  );
}

export function AskAgain({ call }: { call: string }) {
  const t = useTranslations("deskOrder.acts");
  return (
    <Act
      id={`ask-${call}`}
      path="/admin/api/calls/ask-again"
      words={t("askAgain")}
      input={() => ({ call })}
    />
  );
}

export function GiveUp({ call }: { call: string }) {
  const t = useTranslations("deskOrder.acts");
  return (
    <Act
      id={`give-up-${call}`}
      path="/admin/api/calls/give-up"
      look="danger"
      words={t("giveUp")}
      asks={t("why")}
      input={(why) => ({ call, why })}
    />
  );
}

export function VoidPayment({ payment }: OfPayment) {
  const t = useTranslations("deskOrder.acts");
  return (
    <Act
      id={`void-${payment}`}
      path="/admin/api/payments/void"
      look="danger"
      words={t("void")}
      asks={t("why")}
      input={(reason) => ({ payment, reason })}
    />
  );
}

export function EndUnpaid({ order }: { order: string }) {
  const t = useTranslations("deskOrder.acts");
  return (
    <Act
      id="end-unpaid"
      path="/admin/api/orders/cancel"
      look="danger"
      words={t("endUnpaid")}
      asks={t("why")}
      input={(why) => ({ order, why })}
    />
  );
}

export function ResendLetter({ letter, of }: { letter: string; of: string }) {
  const t = useTranslations("deskOrder.acts");
  return (
    <Act
      id={`resend-${letter}`}
      path="/admin/api/letters/resend"
      words={t("resendLetter")}
      label={t("resendLetterOf", { letter: of })}
      input={() => ({ letter })}
    />
  );
}

export function DeclineCancel({ request }: { request: string }) {
  const t = useTranslations("deskOrder.acts");
  return (
    <Act
      id={`decline-${request}`}
      path="/admin/api/cancel-requests/decline"
      look="danger"
      words={t("declineCancel")}
      asks={t("answer")}
      input={(answer) => ({ request, answer })}
    />
  );
}
