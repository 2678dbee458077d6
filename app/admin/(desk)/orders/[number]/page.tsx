import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AcquireSection } from "@/components/desk/order/acquire-section";
import { Attention } from "@/components/desk/order/attention";
import { CaptureSection } from "@/components/desk/order/capture-section";
import { Facts } from "@/components/desk/order/facts";
import { GoodsSection, UnpaidSection } from "@/components/desk/order/goods-section";
import { KeepLooking } from "@/components/desk/order/keep-looking";
import { LettersSection } from "@/components/desk/order/letters-section";
import { MoneyHead } from "@/components/desk/order/money-head";
import { NotesSection } from "@/components/desk/order/notes-section";
import { OrderHead } from "@/components/desk/order/order-head";
import { PageTrouble } from "@/components/desk/order/page-trouble";
import { ReceiptSection } from "@/components/desk/order/receipt-section";
import { RefundSection } from "@/components/desk/order/refund-section";
import { Story } from "@/components/desk/order/story";
import { SupportSection } from "@/components/desk/order/support-section";
import { Section } from "@/components/desk/section";
import { OrderNumber } from "@/lib/contracts/orders";
import { mayDo } from "@/lib/contracts/roles";
import { type Dossier, isBusy, orderDossier } from "@/lib/desk/read/dossier";
import { otherOrdersOf } from "@/lib/desk/read/orders";
import { refundableOf } from "@/lib/desk/read/refundable";
import { storyOf } from "@/lib/desk/read/story";
import { supportBundle } from "@/lib/desk/read/support-bundle";
import { namesOfActors } from "@/lib/desk/staff/people";
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
  const [t, names, refundable, others] = await Promise.all([
    getTranslations("deskOrder"),
    namesOfActors(),
    refundableOf(dossier, staff),
    otherOrdersOf(staff, dossier.order),
  ]);
  const changesOrders = mayDo(staff.role, "orders:write");
  return (
    <>
      <OrderHead dossier={dossier} />
      <MoneyHead dossier={dossier} />
      {isUnderWay(dossier) && <KeepLooking words={t("underWay")} />}
      {dossier.refunds.some((refund) => isAtBankOf(dossier, refund)) && (
        <p className="mt-4 text-soft">{t("atBank")}</p>
      )}
      <PageTrouble>
        <Attention dossier={dossier} staff={staff} names={names} />
        <div className="mt-2 grid items-start gap-x-6 lg:grid-cols-[1fr_26rem] lg:grid-rows-[auto_1fr]">
          <div>
            <Section id="facts" title={t("facts.title")}>
              <Facts dossier={dossier} others={others} />
            </Section>
            <NotesSection dossier={dossier} names={names} mayWrite={changesOrders} />
          </div>
          <div className="lg:col-start-2 lg:row-span-2 lg:row-start-1">
            <CaptureSection dossier={dossier} staff={staff} />
            <AcquireSection dossier={dossier} staff={staff} />
            <ReceiptSection dossier={dossier} staff={staff} />
            <RefundSection dossier={dossier} refundable={refundable} names={names} />
            {changesOrders && <GoodsSection dossier={dossier} />}
            {changesOrders && <UnpaidSection dossier={dossier} />}
            <LettersSection dossier={dossier} mayResend={changesOrders} />
            <SupportSection bundle={JSON.stringify(supportBundle(dossier), null, 2)} />
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
const isUnderWay = ({ order, payments, refunds, calls, receiptUnderWay }: Dossier) =>
  order.askingPaymentId !== null ||
  payments.some((payment) => payment.status === "authorized" && isBusy(calls, payment)) ||
  calls.some(({ kind, state }) => kind === "acquire" && state === "pending") ||
  receiptUnderWay?.state === "pending" ||
  refunds.some((refund) => refund.state === "asked" && !isAtBankOf({ calls }, refund));

/** Whether the gateway has accepted a refund that the shopper's bank has not paid yet. */
const isAtBankOf = ({ calls }: Pick<Dossier, "calls">, { id, state }: Dossier["refunds"][number]) =>
  state === "asked" && calls.some(({ refundId, toldAt }) => refundId === id && toldAt !== null);
