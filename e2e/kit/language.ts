/** The shop's languages. */
export type Language = "ko" | "en";
