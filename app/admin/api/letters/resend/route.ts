import { now } from "@/lib/clock";
import { resendLetterAtDesk } from "@/lib/contracts/desk/order";
import { resendLetter } from "@/lib/desk/acts/letters";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  resendLetterAtDesk,
  async ({ input: { letter }, staff, address }) => {
    await resendLetter(staff, letter, address, now());
    return { body: { done: true } };
  },
);
