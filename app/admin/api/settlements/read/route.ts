import { now } from "@/lib/clock";
import { readSettlementsAgain } from "@/lib/contracts/desk/settlements";
import { readSettlementsFrom } from "@/lib/desk/acts/settlements";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  readSettlementsAgain,
  async ({ input: { from }, staff, address }) => ({
    body: { lists: await readSettlementsFrom(staff, from, address, now()) },
  }),
);
