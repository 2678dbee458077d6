import type { Ability } from "../roles";

/** The desk's pages, and the ability each requires. Tests iterate over this list. */
export const deskPages = {
  "/admin": "orders:read",
  "/admin/orders": "orders:read",
  "/admin/orders/[number]": "orders:read",
  "/admin/waiting": "orders:read",
  "/admin/approvals": "orders:read",
  "/admin/products": "products:write",
  "/admin/settlements": "orders:read",
  "/admin/cash-receipts": "orders:read",
  "/admin/inbox": "orders:read",
  "/admin/inbox/[id]": "inbox:work",
  "/admin/alarms": "orders:read",
  "/admin/shop": "shop:write",
  "/admin/staff": "staff:manage",
  "/admin/keys": "keys:manage",
  "/admin/webhooks": "webhooks:manage",
  "/admin/audit": "audit:read",
  "/admin/doctor": "shop:check",
  "/admin/account": "signed_in",
} as const satisfies Record<string, Ability | "signed_in">;
export type DeskPage = keyof typeof deskPages;
