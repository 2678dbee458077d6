import { renewRecoveryCodes } from "@/lib/admin/account";
import { accountEndpoint } from "@/lib/admin/endpoint";
import { renewRecoveryCodes as contract } from "@/lib/contracts/desk/account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = accountEndpoint(
  contract,
  ({ input, ...moment }) => renewRecoveryCodes(input.password, moment),
);
