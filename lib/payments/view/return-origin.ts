import { env } from "../../settings/env";

/** The shop's origin as the shopper's browser knows it, so that the browser returns with its cookies. */
export function returnOrigin(url: string | null | undefined): string {
  const origin = url && URL.canParse(url) ? new URL(url).origin : undefined;
  return origin && env().ownOrigins.includes(origin) ? origin : env().appUrl;
}
