// CHECKs require only that amounts are not negative: no constraint may make the truth unwritable (docs/decisions/0004).
// Caps are in the WHERE of the verb that reserves.

export * from "./access";
export * from "./alarms";
export * from "./backups";
export * from "./bank";
export * from "./books";
export * from "./calls";
export * from "./events";
export * from "./gateways";
export * from "./mails";
export * from "./needs";
export * from "./orders";
export * from "./payments";
export * from "./settlements";
export * from "./strays";
export * from "./webhooks";
