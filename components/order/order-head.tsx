import { useTranslations } from "next-intl";
import { Price } from "@/components/ui/price";
import { Spinner } from "@/components/ui/spinner";
import { useFailureWords } from "../failures/use-failure-words";
import { lookOf, Sign } from "./sign";
import {
  allReturned,
  isBought,
  lastFailure,
  nothingTaken,
  type Standing,
  type Status,
  standingOf,
} from "./standing";

/** What is so with this order, in one glance. Read aloud when it changes. */
export function OrderHead({ status }: { status: Status }) {
  const t = useTranslations("standing");
  const standing = standingOf(status);
  return (
    <header aria-live="polite" className="pt-10 pb-8 text-center sm:pt-16 sm:pb-10">
      {standing === "checking" ? (
        <Spinner className="mx-auto size-14 text-accent" />
      ) : (
        <Sign look={lookOf(standing)} />
      )}
      <h1 className="mt-5 text-2xl font-bold sm:text-3xl">{t(`${standing}.title`)}</h1>
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
      </>
    );
  const failure = standing === "declined" ? lastFailure(status.payments) : null;
  return (
    <>
      <p>{failure ? wordsFor(failure.code).title : t(`${standing}.lead`)}</p>
      {failure && <p>{wordsFor(failure.code).advice}</p>}
      <MoneyLine status={status} standing={standing} />
    </>
  );
}

/** What became of money, where a shopper would worry: an order that did not come about. */
function MoneyLine({ status, standing }: { status: Status; standing: Standing }) {
  const t = useTranslations("standing");
  if (isBought(standing) || standing === "waiting_for_deposit") return null;
  if (nothingTaken(status)) return <p className="font-semibold text-ink">{t("nothingTaken")}</p>;
  if (standing !== "expired" && standing !== "canceled") return null;
  return <p className="font-semibold text-ink">{t(allReturned(status) ? "returned" : "returning")}</p>;
}
