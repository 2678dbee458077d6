import { answerOfReceipt } from "@/lib/answers/receipt";
import { receiptAtDesk } from "@/lib/contracts/desk/receipts";
import { issueReceiptByStaff } from "@/lib/desk/acts/receipt";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { needsKey } from "@/lib/http/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  receiptAtDesk,
  async ({ input: { payment, type, registration_number }, staff, address, keyed }) => {
    const wish = { type, registrationNumber: registration_number, keyed: needsKey(keyed), address };
    return answerOfReceipt(await issueReceiptByStaff(staff, payment, wish));
  },
);
