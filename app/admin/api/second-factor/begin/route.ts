import { beginSecondFactor } from "@/lib/admin/account";
import { accountEndpoint } from "@/lib/admin/endpoint";
import { beginSecondFactor as contract } from "@/lib/contracts/desk/account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = accountEndpoint(
  contract,
  async ({ input, ...moment }) => ({ body: await beginSecondFactor(input.password, moment) }),
);
