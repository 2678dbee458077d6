import { answerOfAcquire } from "@/lib/answers/acquire";
import { acquireAtDesk } from "@/lib/contracts/desk/refunds";
import { acquireByStaff } from "@/lib/desk/acts/acquire";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { needsKey } from "@/lib/http/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  acquireAtDesk,
  async ({ input: { payment }, staff, address, keyed }) =>
    answerOfAcquire(await acquireByStaff(staff, payment, { keyed: needsKey(keyed), address })),
);
