import { useTranslations } from "next-intl";
import { Price } from "@/components/ui/price";
import { isAtOnce, lastMoment } from "@/lib/refund-arrival";
import type { Status } from "../status/standing";
import { day, moment } from "./moment";
import { useSeoulTime } from "./seoul-time";

type Refund = Status["refunds"][number];

/** Each refund of an order: how much, its state, and when the money is expected. */
export function Refunds({ status: { payments, refunds }, now }: { status: Status; now: Date }) {
  const t = useTranslations("refunds");
  const methods = useTranslations("receipt.methods");
  // With two payments, each refund names its payment's method.
  const isOneOfMany = payments.filter(({ captured }) => captured > 0).length > 1;
  const methodOf = new Map(payments.map(({ id, method }) => [id, method]));
  const format = useSeoulTime();
  return (
    <section aria-labelledby="refunds" className="mb-8 rounded-2xl bg-ground p-5 sm:p-6 print:hidden">
      <h2 id="refunds" className="text-lg font-bold">
        {t("title")}
      </h2>
      <ul className="mt-4 space-y-5">
        {refunds.map((refund) => (
          <li key={`${refund.asked_at} ${refund.payment_id} ${refund.amount}`}>
            <p className="flex flex-wrap justify-between gap-x-4 font-semibold">
              <span className={refund.state === "failed" ? "text-danger" : ""}>
                <span>{t(`states.${stepOf(refund)}`)}</span>
                {isOneOfMany && (
                  <span className="font-normal text-soft">
                    {` · ${t("ofPayment", { method: methods(methodOf.get(refund.payment_id) ?? "CARD") })}`}
                  </span>
                )}
              </span>
              <Price amount={refund.amount} currency={refund.currency} />
            </p>
            <p className="text-[0.9375rem] leading-relaxed text-soft">
              <time dateTime={refund.done_at ?? refund.asked_at} className="tabular-nums">
                {format.dateTime(new Date(refund.done_at ?? refund.asked_at), moment)}
              </time>
            </p>
            {refund.to_promotion > 0 && (
              <p className="text-[0.9375rem] leading-relaxed text-soft">
                <span>{t("toPromotion")}</span>{" "}
                <Price amount={refund.to_promotion} currency={refund.currency} />
              </p>
            )}
            <p className="text-[0.9375rem] leading-relaxed text-soft">
              <Expected refund={refund} now={now} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function stepOf({ state }: Refund) {
  return state === "done" || state === "failed" || state === "waiting_for_account" ? state : "on_its_way";
}

/** When the money arrives, and what to do until then or if it does not. */
function Expected({ refund: { state, expected }, now }: { refund: Refund; now: Date }) {
  const t = useTranslations("refunds");
  const arrival = useTranslations("arrival");
  const format = useSeoulTime();
  if (state === "failed") return t("failed");
  if (state === "waiting_for_account") return t("account");
  const { kind, by } = expected;
  if (by === null || isAtOnce(kind)) return arrival(kind);
  const until = lastMoment(by);
  const words = { day: format.dateTime(until, day) };
  return until < now ? t("late", words) : `${arrival(kind)} ${t("by", words)}`;
}
