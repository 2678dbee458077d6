import type { WayOn } from "../payments/checkout/way-on";
import { rememberReturn } from "./access";

/** Sends a returning browser on. 303, so that the next address is fetched and never posted to again. */
export async function wayOn({ location, proven, brought }: WayOn): Promise<Response> {
  const headers = new Headers({ location });
  if (proven) headers.append("set-cookie", await rememberReturn(proven, brought));
  return new Response(null, { status: 303, headers });
}
