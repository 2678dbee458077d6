import { endSecondFactor as contract } from "@/lib/contracts/desk/account";
import { accountEndpoint } from "@/lib/desk/endpoint";
import { endSecondFactor } from "@/lib/desk/staff/account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = accountEndpoint(
  contract,
  ({ input: { password, ...proof }, ...moment }) => endSecondFactor({ password, proof }, moment),
);
