import { forbidden, type Refusal, unauthorized } from "../errors";
import { keys } from "../keys";

export type Key = "secret" | "publishable";

/** `Bearer <key>`, or `Basic base64(<key>:)` as curl sends it. */
export function authorize(header: string | undefined): Key | Refusal {
  const key = keyIn(header);
  if (!key) {
    return unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  if (key === keys.secret) return "secret";
  if (key === keys.publishable) return "publishable";
  return unauthorized(`Invalid API Key provided: ${masked(key)}`);
}

/** Refuses calls that need a secret key. */
export const secretKeyRequired = forbidden(
  "secret_key_required",
  "This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.",
);

function keyIn(header = ""): string {
  const [scheme = "", value = ""] = header.trim().split(/\s+/);
  if (scheme.toLowerCase() === "bearer") return value;
  if (scheme.toLowerCase() !== "basic") return "";
  return Buffer.from(value, "base64").toString("utf8").split(":")[0] ?? "";
}

function masked(key: string): string {
  return key.length <= 12
    ? "*".repeat(key.length)
    : `${key.slice(0, 8)}${"*".repeat(key.length - 12)}${key.slice(-4)}`;
}
