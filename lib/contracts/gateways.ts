/** Every gateway that a shop may be paid through. What is chosen by name is a record of these. */
export const gatewayNames = ["toss", "stripe"] as const;

export type GatewayName = (typeof gatewayNames)[number];
