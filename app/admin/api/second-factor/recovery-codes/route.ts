import { renewRecoveryCodes } from "@/lib/admin/account";
import { accountEndpoint } from "@/lib/admin/endpoint";
import { renewRecoveryCodes as contract } from "@/lib/contracts/desk/account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = accountEndpoint(
  contract,
  async ({ input, ...moment }) => ({ body: await renewRecoveryCodes(input.password, moment) }),
);
