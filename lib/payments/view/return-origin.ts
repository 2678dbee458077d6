import { env } from "../../settings/env";

/** The shop under the name the shopper's browser knows it by, so that its cookies come back with it. */
export function returnOrigin(url: string | null | undefined): string {
  const origin = url && URL.canParse(url) ? new URL(url).origin : undefined;
  return origin && env().ownOrigins.includes(origin) ? origin : env().appUrl;
}
