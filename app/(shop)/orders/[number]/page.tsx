import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { OrderStory } from "@/components/order/order-story";
import { PrintButton } from "@/components/order/print-button";
import { now } from "@/lib/clock";
import { findPath } from "@/lib/contracts/find-path";
import { OrderNumber } from "@/lib/contracts/orders";
import { shop } from "@/lib/shop/shop";
import { orderFor, tellNotShown } from "../../order";

type Props = { params: Promise<{ number: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ number }, t] = await Promise.all([params, getTranslations("receipt")]);
  return { title: t("titleOf", { number }), robots: { index: false } };
}

export default async function OrderPage({ params }: Props) {
  const { number } = await params;
  const order = await orderFor(number);
  if (!order) return elsewhere(number);
  const t = await getTranslations("receipt");
  return (
    <OrderStory order={order} seller={await shop()} now={now()}>
      <p className="mt-3 text-center print:hidden">
        <PrintButton words={t("print")} />
      </p>
    </OrderStory>
  );
}

/** Another shopper's order and a nonexistent one look the same: both lead to the look-up form. */
async function elsewhere(number: string): Promise<never> {
  if (!OrderNumber.safeParse(number).success) notFound();
  await tellNotShown("/orders/[number]", number);
  redirect(findPath(number, "browser"));
}
