import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { findPath } from "@/lib/contracts/find-path";
import { ClearPurchase } from "../cart/cleared";
import { useFailureWords } from "../failures/use-failure-words";
import { isBought, nothingTaken } from "../status/standing";
import { Elsewhere } from "./elsewhere";
import { type Headline, mayAct } from "./headline";
import { type OrderPage, orderPage } from "./order-page";
import type { Order } from "./order-story";
import { deliveryOf } from "./says";
import { Sign } from "./sign";
import { useSaid } from "./use-said";

type Props = {
  code: string;
  /** The number in the address; whether this browser may see the order, and its state, come from `order` alone. */
  number: string | undefined;
  order: Order | undefined;
};

/** Why a payment failed, what happened to the money, and the way back. */
export function FailStory({ code, number, order }: Props) {
  const t = useTranslations("fail");
  const wordsFor = useFailureWords();
  const page = order && orderPage(order.status, order.access, deliveryOf(order));
  // Anybody can type an address: what the books say about the order overrides what the address says.
  const truth = page && truths[page.headline];
  const isMoney = page !== undefined && truth === "page";
  // If this browser does not know the order, its state cannot be shown here.
  const isUnknown = !order && number !== undefined && code.startsWith("order_");
  const { title, advice } = wordsFor(truth ?? (isUnknown ? "order_not_found" : code));
  return (
    <div className="mx-auto max-w-md pt-14 text-center sm:pt-24">
      {order && isBought(order.status.order.status) && (
        <ClearPurchase orderNumber={order.status.order.order_number} />
      )}
      <Sign look={page && truth ? page.sign : code === "PAY_PROCESS_CANCELED" ? "back" : "bad"} />
      {isMoney ? (
        <PageWords page={page} />
      ) : (
        <>
          <h1 className="mt-5 text-2xl font-bold sm:text-3xl">{title}</h1>
          <div className="mt-3 space-y-2 leading-relaxed text-balance text-soft">
            <p>{advice}</p>
            {order && nothingTaken(order.status) && (
              <p className="font-semibold text-ink">{t("nothingTaken")}</p>
            )}
          </div>
        </>
      )}
      <WaysOn code={code} number={number} order={order} seeOrder={truth !== undefined} />
      {order && (
        <p className="mt-8 text-sm text-soft">
          {t("orderNumber")} <span className="tabular-nums">{order.status.order.order_number}</span>
        </p>
      )}
    </div>
  );
}

/**
 * States in which no other reason counts: the code of a failure message, or `page` for the words of the order's page.
 */
const truths: Partial<Record<Headline, string>> = {
  paid: "order_already_paid",
  authorized: "page",
  placed: "page",
  partially_refunded: "page",
  refunded: "page",
  goingBack: "page",
  disputed: "page",
  disputeLost: "page",
  checking: "payment_in_progress",
  issuing: "payment_in_progress",
  in_review: "order_in_review",
};

function PageWords({ page: { headline, says } }: { page: OrderPage }) {
  const t = useTranslations("standing");
  const words = useSaid();
  return (
    <>
      <h1 className="mt-5 text-2xl font-bold sm:text-3xl">{t(`${headline}.title`)}</h1>
      <div className="mt-3 space-y-2 leading-relaxed text-balance text-soft">
        {says.map(words).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </>
  );
}

function WaysOn({ code, number, order, seeOrder }: Props & { seeOrder: boolean }) {
  const t = useTranslations("wayOn");
  if (order && seeOrder)
    return (
      <p className="mt-8">
        <Link href={`/orders/${order.status.order.order_number}`} className="action action-main">
          {t("order")}
        </Link>
      </p>
    );
  if (order && !mayAct(order.access))
    return <Elsewhere orderNumber={order.status.order.order_number} why="browser" />;
  if (!order && (number !== undefined || code === "order_not_found"))
    return (
      <p className="mt-8 flex flex-wrap justify-center gap-3">
        <Link href={findPath(number)} className="action action-main">
          {t("find")}
        </Link>
        <Link href="/cart" className="action action-quiet">
          {t("cart")}
        </Link>
      </p>
    );
  if (order?.elsewhere)
    return (
      <p className="mt-8 flex flex-wrap justify-center gap-3">
        <Link href={order.elsewhere.payPath} className="action action-main">
          {t("payAgain")}
        </Link>
        {order.elsewhere.cancelUrl && (
          <a href={order.elsewhere.cancelUrl} className="action action-quiet">
            {t("backToShop")}
          </a>
        )}
      </p>
    );
  return (
    <>
      <p className="mt-8 flex flex-wrap justify-center gap-3">
        <Link href="/checkout" className="action action-main">
          {t("payAgain")}
        </Link>
        <Link href="/cart" className="action action-quiet">
          {t("cart")}
        </Link>
        {!order && (
          <Link href="/orders/find" className="action action-quiet">
            {t("find")}
          </Link>
        )}
      </p>
      <p className="mt-4 text-sm text-balance text-soft">{t("kept")}</p>
    </>
  );
}
