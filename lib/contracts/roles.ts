/** The desk's roles, in ascending order: each includes the abilities of those before it. */
export const roles = ["viewer", "support", "manager"] as const;
export type Role = (typeof roles)[number];

/** The desk's abilities, and the lowest role that has each. */
export const abilities = {
  "orders:read": "viewer",
  /** Refund money, up to the configured limits. */
  "refunds:write": "support",
  /** Capture money that a bank holds for an order. */
  "captures:write": "support",
  /** Restock returned goods, mark orders as shipped, answer cancel requests. */
  "orders:write": "support",
  /** Export where the orders to be shipped go, for a courier. */
  "parcels:export": "support",
  /** Slow down card payments while somebody tests stolen cards. */
  "cards:slow": "support",
  /** Reprocess a webhook. */
  "inbox:work": "support",
  /** Have the gateways' settlements read again. */
  "settlements:pull": "support",
  /** Approve another operator's refund. */
  "refunds:approve": "manager",
  /** Accept or return money in review, and resolve needs. */
  "review:decide": "manager",
  /** Export the data of many customers. */
  "orders:export": "manager",
  /** Import a bank statement. */
  "statements:write": "manager",
  /** Close a month of the settlement. */
  "months:close": "manager",
  /** Accept a difference between a settlement and the books. */
  "differences:accept": "manager",
  "staff:manage": "manager",
  "keys:manage": "manager",
  /** Say which servers are told what happened. */
  "webhooks:manage": "manager",
  /** Add products, and change their prices and stock. */
  "products:write": "manager",
  /** Say who the seller is, what delivery costs and what the legal texts are. */
  "shop:write": "manager",
  "audit:read": "manager",
  /** Run the shop's checks. */
  "shop:check": "manager",
  /** Silence an alarm for a while. */
  "alarms:silence": "manager",
} as const satisfies Record<string, Role>;
export type Ability = keyof typeof abilities;

export const mayDo = (role: Role, ability: Ability) =>
  roles.indexOf(role) >= roles.indexOf(abilities[ability]);
