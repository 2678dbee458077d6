import { addressAt } from "@/lib/admin/read/query";
import { inAddress } from "@/lib/admin/read/search-address";
import { OrderFilter } from "@/lib/contracts/desk/orders";
import { assertOwnPage, bodyOf, handlers } from "@/lib/http";

/** How large the form may be, in bytes. */
const limit = 8 * 1024;

/**
 * The form of the desk's search: it leads to the list of orders, and puts what is sought into its address where nobody can
 * read it. Nothing is looked up here; who may see the list, the list asks.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("POST", async (request) => {
  assertOwnPage(request.headers);
  const typed = Object.fromEntries(new URLSearchParams(await bodyOf(request, limit)));
  const fields = Object.entries(typed).filter(([name]) => name in OrderFilter.shape);
  const location = addressAt("/admin/orders", await inAddress(Object.fromEntries(fields)), null);
  return new Response(null, { status: 303, headers: { location } });
});
