import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FailStory } from "@/components/order/fail-story";
import { only, orderFor, type Query, tellNotShown } from "../order";

type Props = { searchParams: Query };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("fail");
  return { title: t("title"), robots: { index: false } };
}

/** Where the shopper lands when a payment fails. The text comes from our messages, by code, never from the query. */
export default async function FailPage({ searchParams }: Props) {
  const query = await searchParams;
  const number = only(query.order_number);
  const order = await orderFor(number);
  if (!order) await tellNotShown("/fail", number);
  return <FailStory code={only(query.code) ?? "unknown"} number={number} order={order} />;
}
