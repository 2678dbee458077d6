import { now } from "@/lib/clock";
import { readSettlementsAgain } from "@/lib/contracts/desk/settlements";
import { readMonthAgain } from "@/lib/desk/acts/settlements";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  readSettlementsAgain,
  async ({ input: { month }, staff, address }) => ({
    body: { lists: await readMonthAgain(staff, month, address, now()) },
  }),
);
