import { useTranslations } from "next-intl";
import { Price } from "@/components/ui/price";
import { Spinner } from "@/components/ui/spinner";
import { useFailureWords } from "../failures/use-failure-words";
import { lookOf, Sign } from "./sign";
import {
  allReturned,
  endedWithoutDeposit,
  isBought,
  isGoingBack,
  isSlowBank,
  lastFailure,
  lastGivenBack,
  nothingTaken,
  type Payment,
  paymentOf,
  type Standing,
  type Status,
  secondPayment,
  standingOf,
} from "./standing";

/** What is so with this order, in one glance. Read aloud when it changes. */
export function OrderHead({ status }: { status: Status }) {
  const t = useTranslations("standing");
  const standing = standingOf(status);
  const words = isGoingBack(status) ? "goingBack" : endedWithoutDeposit(status) ? "undeposited" : standing;
  return (
    <header aria-live="polite" className="pt-10 pb-8 text-center sm:pt-16 sm:pb-10 print:hidden">
      {standing === "checking" ? (
        <Spinner className="mx-auto size-14 text-accent" />
      ) : (
        <Sign look={isGoingBack(status) ? "back" : lookOf(standing)} />
      )}
      <h1 className="mt-5 text-2xl font-bold sm:text-3xl">{t(`${words}.title`)}</h1>
      <p className="mt-3 text-4xl font-bold tracking-tight">
        <Price {...status.order} />
      </p>
      <div className="mx-auto mt-4 max-w-md space-y-2 leading-relaxed text-balance text-soft">
        <Lead status={status} standing={standing} />
      </div>
    </header>
  );
}

function Lead({ status, standing }: { status: Status; standing: Standing }) {
  const t = useTranslations("standing");
  const wordsFor = useFailureWords();
  if (standing === "checking")
    return (
      <>
        <p className="font-semibold text-ink">{t("checking.lead")}</p>
        <p>{t("updates")}</p>
        {isSlowBank(status) && <p>{t("slowBank")}</p>}
      </>
    );
  const failure = standing === "declined" ? lastFailure(status.payments) : null;
  return (
    <>
      <p>{failure ? wordsFor(failure.code).title : <Rest status={status} standing={standing} />}</p>
      {failure && <p>{wordsFor(failure.code).advice}</p>}
      <MoneyLine status={status} standing={standing} />
    </>
  );
}

/** What else there is to say: how money comes back depends on how it was paid. */
function Rest({ status, standing }: { status: Status; standing: Exclude<Standing, "checking"> }) {
  const t = useTranslations("standing");
  const arrival = useTranslations("arrival");
  // The money line says it, and nothing will be packed.
  if (isGoingBack(status)) return null;
  if (standing === "refunded" || standing === "partially_refunded") {
    const last = lastGivenBack(status);
    return last && arrival(last.expected.kind);
  }
  if (endedWithoutDeposit(status)) return t("undeposited.lead");
  return t(`${standing}.lead`);
}

/** What became of money, wherever a shopper would worry. */
function MoneyLine({ status, standing }: { status: Status; standing: Standing }) {
  const t = useTranslations("standing");
  const words = moneyWords(status, standing);
  return words && <p className="font-semibold text-ink">{t(words)}</p>;
}

function moneyWords(status: Status, standing: Standing) {
  const { action } = status.next;
  if (action === "name_account") return "nameAccount";
  if (action === "contact_shop" && standing !== "held") return "owed";
  if (isBought(standing)) {
    const twice = secondPayment(status);
    return twice ? second[twice] : givingBack(paymentOf(status.payments));
  }
  if (standing === "waiting_for_deposit") return undefined;
  if (endedWithoutDeposit(status) && nothingTaken(status)) return "undeposited.money";
  if (nothingTaken(status)) return "nothingTaken";
  if (standing !== "expired" && standing !== "canceled") return undefined;
  if (status.payments.every(({ captured }) => captured === 0)) return undefined;
  return allReturned(status) ? "returned" : "returning";
}

/** Somebody paid twice, as in two tabs: what came second goes back. */
const second = { returning: "secondReturning", returned: "secondReturned" } as const;

/** How much of a payment is on its way back: all that is left of it, or a part. */
function givingBack(payment: Payment | undefined) {
  if (!payment?.refund_pending) return undefined;
  const { captured, refunded, refund_pending } = payment;
  return refund_pending < captured - refunded ? "returningPart" : "returning";
}
