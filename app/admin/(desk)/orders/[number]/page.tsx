import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { EndUnpaid, Ship } from "@/components/desk/order/acts";
import { Attention } from "@/components/desk/order/attention";
import { Facts } from "@/components/desk/order/facts";
import { KeepLooking } from "@/components/desk/order/keep-looking";
import { MoneyHead } from "@/components/desk/order/money-head";
import { PageTrouble } from "@/components/desk/order/page-trouble";
import { RefundForm } from "@/components/desk/order/refund-form";
import { RefundsList } from "@/components/desk/order/refunds-list";
import { RestockForm } from "@/components/desk/order/restock-form";
import { Story } from "@/components/desk/order/story";
import { StatusMark } from "@/components/desk/orders/status-mark";
import { RawText } from "@/components/desk/raw-text";
import { Section } from "@/components/desk/section";
import { moment } from "@/components/order/moment";
import { inSeoulTime } from "@/components/order/seoul-time";
import { CopyButton } from "@/components/ui/copy-button";
import { Link } from "@/components/ui/link";
import { OrderNumber } from "@/lib/contracts/orders";
import { mayDo } from "@/lib/contracts/roles";
import { type Dossier, orderDossier } from "@/lib/desk/read/dossier";
import { refundableOf } from "@/lib/desk/read/refundable";
import { storyOf } from "@/lib/desk/read/story";
import { supportBundle } from "@/lib/desk/read/support-bundle";
import { namesOfActors } from "@/lib/desk/staff/accounts";
import { staffHere } from "../../here";

type Props = { params: Promise<{ number: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).number };
}

export default async function OrderAtDesk({ params }: Props) {
  const staff = await staffHere("/admin/orders/[number]");
  const number = OrderNumber.safeParse((await params).number).data;
  const dossier = number && (await orderDossier(staff, number));
  if (!dossier) notFound();
  const [t, copying, format, names, refundable] = await Promise.all([
    getTranslations("deskOrder"),
    getTranslations("desk.copying"),
    getFormatter().then(inSeoulTime),
    namesOfActors(),
    refundableOf(dossier, staff),
  ]);
  const { order, status } = dossier;
  const isAtBank = dossier.dispute === "open" || dossier.dispute === "lost";
  const out = outOf(dossier);
  const bundle = JSON.stringify(supportBundle(dossier), null, 2);
  return (
    <>
      <p>
        <Link href="/admin/orders" prefetch={false} className="text-accent underline underline-offset-2">
          {t("all")}
        </Link>
      </p>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <h1 className="text-2xl font-bold">{order.number}</h1>
        <StatusMark status={status} dispute={dossier.dispute} />
        {!order.live && <span className="text-sm text-soft">{t("test")}</span>}
        {order.shippedAt && (
          <span className="text-sm text-soft">
            {t("shippedAt", { at: format.dateTime(order.shippedAt, moment) })}
          </span>
        )}
      </div>
      <p className="mt-1 text-soft">{`${order.name} · ${format.dateTime(order.createdAt, moment)}`}</p>
      <MoneyHead dossier={dossier} />
      {isUnderWay(dossier) && <KeepLooking words={t("underWay")} />}
      {dossier.refunds.some((refund) => isAtBankOf(dossier, refund)) && (
        <p className="mt-4 text-soft">{t("atBank")}</p>
      )}
      <PageTrouble>
        <Attention dossier={dossier} staff={staff} names={names} />
        <div className="mt-2 grid items-start gap-x-6 lg:grid-cols-[1fr_26rem]">
          <div className="lg:order-2">
            {(refundable || isAtBank || dossier.refunds.length > 0) && (
              <Section id="refund" title={t("refund.title")}>
                {isAtBank && <p className="mt-4 leading-relaxed text-soft">{t("refund.disputed")}</p>}
                {refundable && (
                  <RefundForm key={refundable.paymentId} of={refundable} states={statesOf(dossier)} />
                )}
                {dossier.refunds.length > 0 && <RefundsList dossier={dossier} names={names} />}
              </Section>
            )}
            {mayDo(staff.role, "orders:write") && (dossier.maySendOff || out.length > 0) && (
              <Section id="goods" title={t("goods")}>
                {dossier.maySendOff && (
                  <div className="mt-4">
                    <Ship order={order.id} shipped={order.shippedAt !== null} />
                  </div>
                )}
                {out.length > 0 && <RestockForm order={order.id} lines={out} />}
              </Section>
            )}
            {mayDo(staff.role, "orders:write") && (dossier.mayEndUnpaid || order.endingSince) && (
              <Section id="unpaid" title={t("unpaid.title")}>
                <p className="mt-3 mb-4 leading-relaxed text-soft">
                  {t(dossier.mayEndUnpaid ? "unpaid.lead" : "unpaid.ending")}
                </p>
                {dossier.mayEndUnpaid && <EndUnpaid order={order.id} />}
              </Section>
            )}
            <Section id="facts" title={t("facts.title")}>
              <Facts dossier={dossier} />
            </Section>
            <Section id="support" title={t("support.title")}>
              <p className="my-3 text-sm leading-relaxed text-soft">{t("support.lead")}</p>
              <CopyButton
                text={bundle}
                shownIn="bundle"
                look="quiet"
                words={{ copy: t("support.copy"), copied: copying("copied"), selected: copying("selected") }}
              />
              <details className="mt-3">
                <summary className="w-fit cursor-pointer py-1.5 text-sm font-medium text-accent">
                  {t("support.show")}
                </summary>
                <RawText id="bundle">{bundle}</RawText>
              </details>
            </Section>
          </div>
          <Section id="story" title={t("story.title")}>
            <Story entries={storyOf(dossier)} names={names} />
          </Section>
        </div>
      </PageTrouble>
    </>
  );
}

/** True while a gateway's answer is pending. */
const isUnderWay = ({ order, refunds, calls }: Dossier) =>
  order.askingPaymentId !== null ||
  refunds.some((refund) => refund.state === "asked" && !isAtBankOf({ calls }, refund));

/** Whether the gateway has accepted a refund that the shopper's bank has not paid yet. */
const isAtBankOf = ({ calls }: Pick<Dossier, "calls">, { id, state }: Dossier["refunds"][number]) =>
  state === "asked" && calls.some(({ refundId, toldAt }) => refundId === id && toldAt !== null);

/** The current state of each refund, by ID. */
const statesOf = ({ refunds }: Dossier) => Object.fromEntries(refunds.map(({ id, state }) => [id, state]));

/** The items of a paid or shipped order that have not been returned. */
const outOf = ({ order, items }: Dossier) =>
  (order.status === "paid" || order.shippedAt !== null) && order.stockTaken
    ? items.flatMap(({ sku, name, quantity, restocked }) =>
        quantity > restocked ? [{ sku, name, out: quantity - restocked }] : [],
      )
    : [];
