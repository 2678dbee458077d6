import { type Refusal, refuse } from "../errors";
import { type KeyPair, pairByClientKey, pairBySecretKey } from "../keys";

/** Basic authentication with the secret key as the user name and an empty password: `Basic base64(key + ":")`. */
export function authorize(header: string | undefined): KeyPair | Refusal {
  if (!header) return refuse("UNAUTHORIZED_KEY");
  const [scheme = "", encoded = ""] = header.split(" ");
  if (scheme.toLowerCase() !== "basic") return refuse("INVALID_AUTHORIZE_AUTH");
  const credentials = Buffer.from(encoded, "base64").toString("utf8");
  const colon = credentials.indexOf(":");
  if (colon === -1 || colon !== credentials.length - 1) return refuse("INCORRECT_BASIC_AUTH_FORMAT");
  const key = credentials.slice(0, colon);
  if (pairByClientKey(key)) return refuse("INVALID_API_KEY");
  return pairBySecretKey(key) ?? refuse("UNAUTHORIZED_KEY");
}
