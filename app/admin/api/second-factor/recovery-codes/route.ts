import { renewRecoveryCodes as contract } from "@/lib/contracts/desk/account";
import { accountEndpoint } from "@/lib/desk/endpoint";
import { renewRecoveryCodes } from "@/lib/desk/staff/account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = accountEndpoint(
  contract,
  ({ input, ...moment }) => renewRecoveryCodes(input.password, moment),
);
