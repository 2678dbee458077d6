import { now } from "@/lib/clock";
import { importStatementAtDesk } from "@/lib/contracts/desk/bank";
import { importStatement } from "@/lib/desk/acts/bank-statement";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  importStatementAtDesk,
  async ({ input, staff, address }) => ({ body: await importStatement(staff, input, address, now()) }),
);
