/** The reasons a shopper can choose from; `other` asks for their own words. */
export const reasons = ["changed", "wrong", "address", "late", "other"] as const;
export type Reason = (typeof reasons)[number];

export const isReason = (text: string): text is Reason => reasons.some((reason) => reason === text);

export type Typed = { reason: string; other: string };

/** The values of the form's fields. */
export const typedIn = (form: FormData): Typed => ({
  reason: String(form.get("reason") ?? ""),
  other: String(form.get("other") ?? ""),
});

/** The field a shopper must correct before anything is sent. */
export function faultOf({ reason, other }: Typed): keyof Typed | undefined {
  if (!isReason(reason)) return "reason";
  return reason === "other" && other.trim() === "" ? "other" : undefined;
}
