import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { useFailureWords } from "../failures/use-failure-words";
import { Elsewhere } from "./elsewhere";
import type { Order } from "./order-story";
import { SettlePurchase } from "./settle-purchase";
import { lookOf, Sign } from "./sign";
import { isBought, nothingTaken, type Standing, standingOf } from "./standing";

/** Why a payment did not come about, what became of the money, and the way back. */
export function FailStory({ code, order }: { code: string; order: Order | undefined }) {
  const t = useTranslations("fail");
  const wordsFor = useFailureWords();
  const standing = order && standingOf(order.status);
  // Anybody can type an address: what the books say about this order goes before what the address says.
  const truth = standing && truths[standing];
  const { title, advice } = wordsFor(truth ?? code);
  return (
    <div className="mx-auto max-w-md pt-14 text-center sm:pt-24">
      {standing && isBought(standing) && <SettlePurchase orderNumber={order.status.order.order_number} />}
      <Sign look={truth ? lookOf(standing) : code === "PAY_PROCESS_CANCELED" ? "back" : "bad"} />
      <h1 className="mt-5 text-2xl font-bold sm:text-3xl">{title}</h1>
      <div className="mt-3 space-y-2 leading-relaxed text-balance text-soft">
        <p>{advice}</p>
        {order && nothingTaken(order.status) && <p className="font-semibold text-ink">{t("nothingTaken")}</p>}
      </div>
      <WaysOn order={order} seeOrder={truth !== undefined} payable={code !== "order_not_found"} />
      {order && (
        <p className="mt-8 text-sm text-soft">
          {t("orderNumber")} <span className="tabular-nums">{order.status.order.order_number}</span>
        </p>
      )}
    </div>
  );
}

/** Where an order stands so that no other reason counts, and where trying again would be wrong. */
const truths: Partial<Record<Standing, string>> = {
  paid: "order_already_paid",
  partially_refunded: "order_already_paid",
  refunded: "order_already_paid",
  checking: "payment_in_progress",
  held: "order_held",
};

function WaysOn({
  order,
  seeOrder,
  payable,
}: {
  order: Order | undefined;
  seeOrder: boolean;
  payable: boolean;
}) {
  const t = useTranslations("wayOn");
  if (order && seeOrder)
    return (
      <p className="mt-8">
        <Link href={`/orders/${order.status.order.order_number}`} className="action action-main">
          {t("order")}
        </Link>
      </p>
    );
  if (order?.access === "returned") return <Elsewhere />;
  return (
    <>
      <p className="mt-8 flex flex-wrap justify-center gap-3">
        {payable && (
          <Link href="/checkout" className="action action-main">
            {t("declined")}
          </Link>
        )}
        <Link href="/cart" className="action action-quiet">
          {t("cart")}
        </Link>
        {!order && (
          <Link href="/orders/find" className="action action-quiet">
            {t("find")}
          </Link>
        )}
      </p>
      {payable && <p className="mt-4 text-sm text-balance text-soft">{t("kept")}</p>}
    </>
  );
}
