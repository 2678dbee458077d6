/** What a key of another server's may do, beyond what anybody may. */
export const apiScopes = ["orders:read", "refunds:write"] as const;
export type ApiScope = (typeof apiScopes)[number];
