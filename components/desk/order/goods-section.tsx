import { useTranslations } from "next-intl";
import type { Dossier } from "@/lib/desk/read/dossier";
import { Section } from "../section";
import { EndUnpaid } from "./acts";
import { RestockForm } from "./restock-form";
import { Ship, Shipped } from "./ship";

/** Ships what was paid, and restocks what came back. */
export function GoodsSection({ dossier }: { dossier: Dossier }) {
  const t = useTranslations("deskOrder");
  const { order, maySendOff, heldGoods } = dossier;
  const parcel = { courier: order.courier, trackingNumber: order.trackingNumber };
  const out = outOf(dossier);
  if (!maySendOff && !heldGoods && out.length === 0) return null;
  return (
    <Section id="goods" title={t("goods")}>
      {heldGoods === "captureFirst" && <p className="mt-4 leading-relaxed text-soft">{t("captureFirst")}</p>}
      {heldGoods === "captureAndShip" && (
        <div className="mt-4">
          <Ship order={order.id} parcel={parcel} captures />
        </div>
      )}
      {maySendOff && (
        <div className="mt-4">
          {order.shippedAt === null ? (
            <Ship order={order.id} parcel={parcel} />
          ) : (
            <Shipped order={order.id} parcel={parcel} />
          )}
        </div>
      )}
      {out.length > 0 && (
        <div className="[div+&]:mt-6 [div+&]:border-t [div+&]:border-line [div+&]:pt-2">
          <RestockForm order={order.id} lines={out} />
        </div>
      )}
    </Section>
  );
}

/** The items from stock of a paid or shipped order that have not been returned. */
export const outOf = ({ order, items }: Dossier) =>
  (order.status === "paid" || order.shippedAt !== null) && order.stockTaken
    ? items.flatMap(({ sku, name, quantity, restocked, fromStock }) =>
        fromStock && quantity > restocked ? [{ sku, name, out: quantity - restocked }] : [],
      )
    : [];

/** Cancels an order that nobody has paid. */
export function UnpaidSection({ dossier: { order, mayEndUnpaid } }: { dossier: Dossier }) {
  const t = useTranslations("deskOrder.unpaid");
  if (!mayEndUnpaid && !order.endingSince) return null;
  return (
    <Section id="unpaid" title={t("title")}>
      <p className="mt-3 mb-4 leading-relaxed text-soft">{t(mayEndUnpaid ? "lead" : "ending")}</p>
      {mayEndUnpaid && <EndUnpaid order={order.id} />}
    </Section>
  );
}
