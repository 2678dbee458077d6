/** What another server's API key may do beyond the public API. */
export const apiScopes = [
  "orders:read",
  "orders:write",
  "captures:write",
  "refunds:write",
  "settlements:read",
] as const;
export type ApiScope = (typeof apiScopes)[number];
