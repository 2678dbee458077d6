import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { InterestFree } from "@/components/checkout/interest-free";
import { Terms } from "@/components/checkout/terms";
import { mayAct } from "@/components/order/headline";
import { moment } from "@/components/order/moment";
import { OpenLetter } from "@/components/order/open-letter";
import type { Order } from "@/components/order/order-story";
import { inSeoulTime } from "@/components/order/seoul-time";
import { Sign } from "@/components/order/sign";
import { OrderLines } from "@/components/pay/order-lines";
import { PayOrder } from "@/components/pay/pay-order";
import { standingOf } from "@/components/status/standing";
import { NeedsScript } from "@/components/ui/needs-script";
import { Notice } from "@/components/ui/notice";
import { ClientWords } from "@/i18n/client-words";
import { findPath } from "@/lib/contracts/find-path";
import { OrderNumber } from "@/lib/contracts/orders";
import { freeInstallments, stripeCheckout, tossCheckout } from "@/lib/payments/checkout/checkout";
import { orderFor } from "../../order";
import { preloadToss } from "../../preload-toss";

type Props = { params: Promise<{ number: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("payPage");
  return { title: t("title"), robots: { index: false } };
}

/** Where the shopper of another server's order pays it. The link that leads here opens the order in this browser. */
export default async function PayPage({ params }: Props) {
  const { number } = await params;
  if (!OrderNumber.safeParse(number).success) notFound();
  const order = await orderFor(number);
  if (!order) return <Opening number={number} />;
  if (!order.elsewhere || !mayAct(order.access) || !payable.has(standingOf(order.status)))
    redirect(`/orders/${number}`);
  return <Paying order={order} />;
}

const payable: ReadonlySet<string> = new Set(["open", "declined", "requires_action"]);

async function Opening({ number }: { number: string }) {
  const t = await getTranslations("payPage");
  return (
    <section className="mx-auto max-w-xl pt-10 pb-8 text-center sm:pt-16">
      <div className="noscript:hidden">
        <Sign look="busy" />
      </div>
      <h1 className="mt-5 text-2xl font-bold sm:text-3xl">{t("opening")}</h1>
      <OpenLetter number={number} otherwise={findPath(number, "link")} />
      <NeedsScript>{t("needsScript")}</NeedsScript>
    </section>
  );
}

async function Paying({ order }: { order: Order }) {
  const { order_number, order_name, amount, currency, expires_at } = order.status.order;
  const [t, wayOn, sheet, format] = await Promise.all([
    getTranslations("payPage"),
    getTranslations("wayOn"),
    getTranslations("sheet"),
    getFormatter(),
  ]);
  const toss = currency === "KRW" ? tossCheckout() : undefined;
  const stripe = stripeCheckout(currency);
  await preloadToss(toss);
  const total = { amount, currency };
  return (
    <>
      <h1 className="pt-8 text-2xl font-bold sm:pt-12 sm:text-3xl">{t("title")}</h1>
      <p className="mt-2 mb-6 leading-relaxed text-soft">
        <span>{t("lead")}</span>{" "}
        <span>{t("until", { time: inSeoulTime(format).dateTime(new Date(expires_at), moment) })}</span>
      </p>
      <NeedsScript>{t("needsScript")}</NeedsScript>
      {toss || stripe ? (
        <ClientWords of={["sheet", "refusals", "orderPaid"]}>
          <PayOrder
            order={{ number: order_number, name: order_name }}
            total={total}
            gateways={{ toss, stripe }}
            interestFree={<InterestFree plans={freeInstallments()} />}
            aside={
              <OrderLines
                items={order.items}
                total={total}
                customer={order.customer}
                address={order.shippingAddress}
              />
            }
            terms={<Terms />}
          />
        </ClientWords>
      ) : (
        <Notice look="notice">{sheet("notConfigured")}</Notice>
      )}
      {order.elsewhere?.cancelUrl && (
        <p className="mt-8 text-center">
          <a href={order.elsewhere.cancelUrl} className="action action-quiet">
            {wayOn("backToShop")}
          </a>
        </p>
      )}
    </>
  );
}
