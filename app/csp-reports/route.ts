import { bodyOf, handlers } from "@/lib/http/http";
import { takeReports } from "@/lib/page-check/csp-reports";

/** The maximum size of a report, in bytes. */
const limit = 16 * 1024;

/** Where browsers report what a page's policy blocked. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("POST", async (request) => {
  await takeReports(await bodyOf(request, limit), request.headers);
  return new Response(null, { status: 204 });
});
