import type { WayOn } from "../payments/checkout/way-on";
import { rememberReturn } from "./access";

/** Redirects a returning browser. 303, so that it fetches the next page and does not repeat a POST. */
export async function wayOn({ location, proven, brought }: WayOn): Promise<Response> {
  const headers = new Headers({ location });
  if (proven) headers.append("set-cookie", await rememberReturn(proven, brought));
  return new Response(null, { status: 303, headers });
}
