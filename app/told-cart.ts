import { cookies } from "next/headers";
import { cartCookie, cartInCookie } from "@/components/cart/cart-cookie";
import { chosenCookie } from "@/lib/http/cookies";

/** The cart that this request's cookie tells of, if it does. */
export async function toldCart() {
  const jar = await cookies();
  return cartInCookie(chosenCookie((name) => jar.get(name)?.value, cartCookie));
}
