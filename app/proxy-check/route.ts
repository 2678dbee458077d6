import { seenFrom } from "@/lib/doctor/seen";
import { bodyOf, handlers } from "@/lib/http/http";

/** Where the doctor checks how requests reach the shop through its proxies; takes a body as large as a webhook's. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("POST", async (request) => {
  const seen = await seenFrom(request.headers);
  await bodyOf(request, 64 * 1024);
  return Response.json(seen);
});
