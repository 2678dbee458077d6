/** The languages of the shop. */
export type Language = "ko" | "en";
