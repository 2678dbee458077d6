import type { z } from "zod";

/**
 * What is wrong with a value, in words that its caller can act on, wherever a contract has none of its own. Callers read
 * them beside the field's name.
 */
export function plainWords(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? "Required"
        : `Must be ${typeWords[issue.expected] ?? "another type"}`;
    case "too_small":
      return bounded(issue.origin, Number(issue.minimum), "at least");
    case "too_big":
      return bounded(issue.origin, Number(issue.maximum), "at most");
    case "invalid_value":
      return issue.input === undefined ? "Required" : `Must be one of: ${issue.values.join(", ")}`;
    case "invalid_format":
      return formatWords[issue.format] ?? "Has the wrong format";
    case "invalid_union":
      return "Has the wrong form";
    default:
      return "Is not valid";
  }
}

const typeWords: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

const formatWords: Record<string, string> = {
  date: "Must be a date such as 2026-11-30",
  datetime: "Must be a time such as 2026-11-30T09:00:00+09:00",
  email: "Must be an email address such as name@example.com",
  url: "Must be a URL such as https://shop.example/paid",
};

const units: Record<string, [one: string, more: string]> = {
  string: ["character", "characters"],
  array: ["item", "items"],
};

function bounded(origin: string, bound: number, side: "at least" | "at most"): string {
  const unit = units[origin];
  if (!unit) return `Must be ${bound} or ${side === "at least" ? "more" : "less"}`;
  if (side === "at least" && bound === 1) return "Must not be empty";
  return `Must have ${side} ${bound} ${unit[bound === 1 ? 0 : 1]}`;
}
