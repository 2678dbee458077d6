import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { ClientWords } from "@/i18n/client-words";
import type { Shipment } from "@/lib/contracts/couriers";
import type { TimelineEntry } from "@/lib/contracts/shopper-events";
import type { Business } from "@/lib/shop/business";
import { ClearPurchase } from "../cart/cleared";
import { depositReversed, isPlaced, type Status, standingOf } from "../status/standing";
import { CancelRequest } from "./cancel-request/section";
import { DepositAccount } from "./deposit/account";
import { Elsewhere } from "./elsewhere";
import type { Viewer } from "./headline";
import { Instructions } from "./instructions";
import { KeepFresh } from "./keep-fresh";
import { OrderHead } from "./order-head";
import { type OrderPage, orderPage } from "./order-page";
import { Progress } from "./progress";
import { type Address, type Customer, type Item, Receipt } from "./receipt";
import { RefundAccount } from "./refund-account/section";
import { Refunds } from "./refunds";
import { deliveryOf } from "./says";
import { stepsOf } from "./steps";

export type Order = {
  access: Viewer;
  status: Status;
  items: Item[];
  customer: Customer | null;
  shippingAddress: Address | null;
  hasDelivery: boolean;
  timeline: TimelineEntry[];
  shipment: Shipment | null;
  /** Set if another server made the order: it is paid on a page of its own, and the cart has nothing of it. */
  elsewhere: { payPath: string; returnUrl: string | null; cancelUrl: string | null } | null;
};

type Props = { order: Order; seller: Business; now: Date; children?: ReactNode };

/** An order as its buyer sees it: its state, what to do next, and the receipt. */
export function OrderStory({ order, seller, now, children }: Props) {
  const { status, timeline } = order;
  const { order_number, version } = status.order;
  const standing = standingOf(status);
  const page = orderPage(status, order.access, deliveryOf(order));
  const offers = new Set(page.offers);
  return (
    <div className="mx-auto max-w-xl">
      <OrderHead page={page} seller={seller} />
      <Instructions of={status} />
      {isPlaced(standing) && <ClearPurchase orderNumber={order_number} />}
      {status.next.ask_again_in_ms !== null && (
        <div className="text-center">
          <ClientWords of={["keepFresh"]}>
            <KeepFresh orderNumber={order_number} version={version} checking={standing === "checking"} />
          </ClientWords>
          {standing === "checking" && (
            <noscript>
              <meta httpEquiv="refresh" content="3" />
            </noscript>
          )}
        </div>
      )}
      {offers.has("deposit") && status.virtual_account && (
        <DepositAccount
          account={status.virtual_account}
          reversed={depositReversed(timeline.map(({ kind }) => kind))}
          now={now}
        />
      )}
      {offers.has("nameAccount") && <RefundAccount orderNumber={order_number} />}
      <WayOn page={page} orderNumber={order_number} elsewhere={order.elsewhere} email={seller.email} />
      {status.refunds.length > 0 && <Refunds status={status} now={now} />}
      {order.access !== "returned" && <Progress steps={stepsOf(order)} shipment={order.shipment} />}
      <Receipt
        page={page}
        status={status}
        items={order.items}
        customer={order.customer}
        address={order.shippingAddress}
        seller={seller}
      />
      {order.access !== "returned" && <CancelRequest status={status} mayAsk={offers.has("cancel")} />}
      {offers.has("find") && (
        <Elsewhere orderNumber={order_number} why={order.access === "reader" ? "letter" : "browser"} />
      )}
      {children}
    </div>
  );
}

/** What the shopper can do now. While a payment is in progress, there is nothing to do but wait. */
function WayOn({
  page,
  orderNumber,
  elsewhere,
  email,
}: {
  page: OrderPage;
  orderNumber: string;
  elsewhere: Order["elsewhere"];
  email: string;
}) {
  const t = useTranslations("wayOn");
  if (page.offers.includes("contact"))
    return (
      <Ways>
        <a href={`mailto:${email}?subject=${encodeURIComponent(orderNumber)}`} className="action action-main">
          {t("contact")}
        </a>
      </Ways>
    );
  const isOver = page.offers.includes("orderAgain");
  if (!isOver && !page.offers.includes("pay")) return null;
  if (elsewhere && isOver && !elsewhere.cancelUrl) return null;
  const words = isOver ? "orderAgain" : page.headline === "open" ? "pay" : "payAgain";
  if (elsewhere)
    return (
      <Ways>
        {!isOver && (
          <Link href={elsewhere.payPath} className="action action-main">
            {t(words)}
          </Link>
        )}
        {elsewhere.cancelUrl && (
          <a href={elsewhere.cancelUrl} className="action action-quiet">
            {t("backToShop")}
          </a>
        )}
      </Ways>
    );
  return (
    <Ways>
      <Link href="/checkout" className="action action-main">
        {t(words)}
      </Link>
      <Link href="/cart" className="action action-quiet">
        {t("cart")}
      </Link>
    </Ways>
  );
}

const Ways = ({ children }: { children: ReactNode }) => (
  <p className="-mt-2 mb-8 flex flex-wrap justify-center gap-3 print:hidden">{children}</p>
);
