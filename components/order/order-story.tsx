import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { business } from "@/components/shop/business";
import { Link } from "@/components/ui/link";
import { ClientWords } from "@/i18n/client-words";
import { CancelRequest } from "./cancel-request/section";
import { DepositAccount } from "./deposit/account";
import { Elsewhere } from "./elsewhere";
import { KeepFresh } from "./keep-fresh";
import { OrderHead } from "./order-head";
import { type Address, type Customer, type Item, Receipt } from "./receipt";
import { RefundAccount } from "./refund-account/section";
import { Refunds } from "./refunds";
import { SettlePurchase } from "./settle-purchase";
import { depositReversed, isGivenUp, isPlaced, type Status, standingOf } from "./standing";
import type { Entry } from "./timeline";

export type Order = {
  access: "owner" | "returned";
  status: Status;
  items: Item[];
  customer: Customer | null;
  shippingAddress: Address | null;
  timeline: Entry[];
};

/** An order as its buyer sees it: where it stands, what to do next, and the receipt. */
export function OrderStory({ order, now, children }: { order: Order; now: Date; children?: ReactNode }) {
  const { status, timeline } = order;
  const { order_number, version } = status.order;
  const standing = standingOf(status);
  return (
    <div className="mx-auto max-w-xl">
      <OrderHead status={status} />
      {isPlaced(standing) && <SettlePurchase orderNumber={order_number} />}
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
      {standing === "waiting_for_deposit" && status.virtual_account && !isGivenUp(status) && (
        <DepositAccount
          account={status.virtual_account}
          reversed={depositReversed(timeline.map(({ kind }) => kind))}
          now={now}
        />
      )}
      {order.access === "owner" && status.next.action === "name_account" && (
        <RefundAccount orderNumber={order_number} />
      )}
      {order.access === "owner" && <WayOn status={status} />}
      {status.refunds.length > 0 && <Refunds status={status} now={now} />}
      <Receipt
        status={status}
        items={order.items}
        customer={order.customer}
        address={order.shippingAddress}
      />
      {order.access === "owner" && <CancelRequest status={status} />}
      {order.access === "returned" && <Elsewhere />}
      {children}
    </div>
  );
}

/** What the shopper can do now. While money is being asked for, there is nothing to do but wait. */
function WayOn({ status }: { status: Status }) {
  const t = useTranslations("wayOn");
  const standing = standingOf(status);
  const { action } = status.next;
  if (action === "name_account") return null;
  if (action === "contact_shop")
    return (
      <Ways>
        <a
          href={`mailto:${business.email}?subject=${encodeURIComponent(status.order.order_number)}`}
          className="action action-main"
        >
          {t("contact")}
        </a>
      </Ways>
    );
  switch (standing) {
    case "open":
    case "requires_action":
    case "declined":
    case "expired":
    case "canceled":
      return (
        <Ways>
          <Link href="/checkout" className="action action-main">
            {t(standing)}
          </Link>
          <Link href="/cart" className="action action-quiet">
            {t("cart")}
          </Link>
        </Ways>
      );
    default:
      return null;
  }
}

const Ways = ({ children }: { children: ReactNode }) => (
  <p className="-mt-2 mb-8 flex flex-wrap justify-center gap-3 print:hidden">{children}</p>
);
