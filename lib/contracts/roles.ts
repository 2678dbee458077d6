/** Who works at the desk, from who may do least on: each may do what those before may. */
export const roles = ["viewer", "support", "manager"] as const;
export type Role = (typeof roles)[number];

/** What may be done at the desk, and from which role on. */
export const abilities = {
  "orders:read": "viewer",
  /** Give money back, up to the limits that the environment sets. */
  "refunds:write": "support",
  /** Put returned goods back on the shelf, mark as shipped, answer a shopper who asks to cancel. */
  "orders:write": "support",
  /** Have card payments taken slowly while somebody tries stolen cards. */
  "cards:slow": "support",
  /** Make the program work a webhook again. */
  "inbox:work": "support",
  /** Agree to somebody else's refund. */
  "refunds:approve": "manager",
  /** Accept or return held money, and say that what needed a person is done. */
  "held:decide": "manager",
  /** Take away a file of many customers. */
  "orders:export": "manager",
  "staff:manage": "manager",
  "keys:manage": "manager",
  "audit:read": "manager",
  /** Have the shop look at what it needs to sell. */
  "shop:check": "manager",
  /** Have nobody told of an alarm for a while. */
  "alarms:silence": "manager",
} as const satisfies Record<string, Role>;
export type Ability = keyof typeof abilities;

export const mayDo = (role: Role, ability: Ability) =>
  roles.indexOf(role) >= roles.indexOf(abilities[ability]);
