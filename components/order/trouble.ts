import type { Trouble } from "@/components/api";

/** Why the shop did not accept a request, as a code that forms have words for. */
export function troubleOf(code: Trouble["code"]): "often" | "away" | "shop" {
  if (code === "too_many_requests") return "often";
  return code === "unreachable" || code === "internal_error" ? "away" : "shop";
}
