import { beginSecondFactor as contract } from "@/lib/contracts/desk/account";
import { accountEndpoint } from "@/lib/desk/endpoint";
import { beginSecondFactor } from "@/lib/desk/staff/account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = accountEndpoint(
  contract,
  ({ input, ...moment }) => beginSecondFactor(input.password, moment),
);
