import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ComingBack } from "@/components/order/coming-back";
import { headlineOf } from "@/components/order/order-page";
import { OrderStory } from "@/components/order/order-story";
import { isPlaced, standingOf } from "@/components/status/standing";
import { Link } from "@/components/ui/link";
import { now } from "@/lib/clock";
import { findPath } from "@/lib/contracts/find-path";
import { shop } from "@/lib/shop/shop";
import { isComingBack, only, orderFor, type Query, tellNotShown } from "../order";

type Props = { searchParams: Query };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const [query, t] = await Promise.all([searchParams, getTranslations("standing")]);
  const order = await orderFor(only(query.order_number));
  return {
    robots: { index: false },
    ...(order && { title: t(`${headlineOf(order.status)}.title`) }),
  };
}

/** Where the shopper lands after paying. It shows the order's state; the authorization itself happens in a route. */
export default async function SuccessPage({ searchParams }: Props) {
  const query = await searchParams;
  if (query.paymentKey) redirect(`/payments/toss/success?${queryString(query)}`);
  if (!query.order_number && (query.session_id || query.payment_intent))
    redirect(`/payments/stripe/success?${queryString(query)}`);
  const order = await orderFor(only(query.order_number));
  if (!order && (await isComingBack(only(query.order_number)))) return <ComingBack />;
  // A shopper who paid and returns in another browser must not read that the order does not exist.
  if (!order) {
    await tellNotShown("/success", only(query.order_number));
    redirect(findPath(only(query.order_number), "browser"));
  }
  const standing = standingOf(order.status);
  const returnUrl = order.elsewhere?.returnUrl;
  if (returnUrl && (standing === "paid" || standing === "authorized")) redirect(returnUrl);
  const t = await getTranslations("wayOn");
  return (
    <OrderStory order={order} seller={await shop()} now={now()}>
      {isPlaced(standing) && (
        <p className="mt-8 flex flex-wrap justify-center gap-3 print:hidden">
          <Link href={`/orders/${order.status.order.order_number}`} className="action action-main">
            {t("order")}
          </Link>
          {returnUrl ? (
            <a href={returnUrl} className="action action-quiet">
              {t("backToShop")}
            </a>
          ) : (
            <Link href="/" className="action action-quiet">
              {t("shop")}
            </Link>
          )}
        </p>
      )}
    </OrderStory>
  );
}

function queryString(query: Awaited<Query>) {
  const pairs = Object.entries(query).map(([name, value]) => [name, only(value) ?? ""]);
  return new URLSearchParams(pairs);
}
