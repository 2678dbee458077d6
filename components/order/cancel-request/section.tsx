import { useLocale, useTranslations } from "next-intl";
import { NeedsScript } from "@/components/ui/needs-script";
import { ClientWords } from "@/i18n/client-words";
import { formatMoney, type Money } from "@/lib/money";
import { isGivenUp, paymentOf, type Status } from "../../status/standing";
import { moment } from "../moment";
import { useSeoulTime } from "../seoul-time";
import { CancelForm } from "./form";

/**
 * The shopper's cancel request with its answer, and what they may request. Announced by screen readers when it changes.
 */
export function CancelRequest({ status, mayAsk }: { status: Status; mayAsk: boolean }) {
  const { order, cancel, payments } = status;
  const payment = paymentOf(payments);
  const { request, goes_back } = cancel;
  // For an order that ended unpaid, the head says it all.
  const isAsking = mayAsk && goes_back !== null && payment !== undefined;
  if (!isAsking && (!request || (!payment && !isGivenUp(status)))) return null;
  return (
    <section aria-live="polite" className="mt-8 print:hidden">
      {request && <Request status={status} />}
      {isAsking && (cancel.way === "ask" || cancel.way === "refund") && (
        <Asking
          orderNumber={order.order_number}
          way={cancel.way}
          deposit={payment.method === "VIRTUAL_ACCOUNT"}
          back={{ amount: goes_back.amount, currency: order.currency }}
          expected={goes_back.expected.kind}
        />
      )}
    </section>
  );
}

/** The latest request and its result. */
function Request({ status }: { status: Status }) {
  const t = useTranslations("cancelRequest");
  const format = useSeoulTime();
  const { request } = status.cancel;
  if (!request) return null;
  const words = request.state === "granted" && isGivenUp(status) ? "ending" : request.state;
  return (
    <div className="rounded-2xl border border-line p-5 sm:p-6">
      <h2 className="font-bold">{t(words)}</h2>
      <p className="text-sm text-soft tabular-nums">
        {format.dateTime(new Date(request.decided_at ?? request.asked_at), moment)}
      </p>
      {words !== "declined" && (
        <p className="mt-2 leading-relaxed text-soft">
          {t(
            words === "granted" && status.order.status === "authorized" ? "grantedHeldLead" : `${words}Lead`,
          )}
        </p>
      )}
      <dl className="mt-3 space-y-2 text-[0.9375rem] leading-relaxed">
        {request.answer && <Told name={t("answer")}>{request.answer}</Told>}
        <Told name={t("reasonGiven")}>{request.reason}</Told>
      </dl>
    </div>
  );
}

const Told = ({ name, children }: { name: string; children: string }) => (
  <div>
    <dt className="text-soft">{name}</dt>
    <dd className="break-words whitespace-pre-line">{children}</dd>
  </div>
);

type AskingProps = {
  orderNumber: string;
  way: "ask" | "refund";
  deposit: boolean;
  back: Money;
  expected: NonNullable<Status["cancel"]["goes_back"]>["expected"]["kind"];
};

/** Collapsed, for those who look for it; it says what will happen before anything is pressed. */
function Asking({ orderNumber, way, deposit, back, expected }: AskingProps) {
  const t = useTranslations("cancelRequest");
  const arrival = useTranslations("arrival");
  const locale = useLocale();
  return (
    <details className="group mt-3 text-center">
      <summary className="action action-quiet cursor-pointer list-none [&::-webkit-details-marker]:hidden">
        {t(`open.${way}`)}
      </summary>
      <div className="mt-3 rounded-2xl bg-ground p-5 text-left sm:p-6">
        <p className="mb-5 leading-relaxed text-soft">
          <span>
            {t(`lead.${expected === "released" ? "held" : way}`, { amount: formatMoney(back, locale) })}
          </span>{" "}
          {way === "refund" && deposit && <span>{t("deposit")} </span>}
          <span>{arrival(expected)}</span>
        </p>
        <NeedsScript>{t("needsScript")}</NeedsScript>
        <ClientWords of={["cancelForm"]}>
          <CancelForm orderNumber={orderNumber} way={way} />
        </ClientWords>
      </div>
    </details>
  );
}
