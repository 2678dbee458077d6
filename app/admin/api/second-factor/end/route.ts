import { endSecondFactor } from "@/lib/admin/account";
import { accountEndpoint } from "@/lib/admin/endpoint";
import { endSecondFactor as contract } from "@/lib/contracts/desk/account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = accountEndpoint(
  contract,
  ({ input: { password, ...proof }, ...moment }) => endSecondFactor({ password, proof }, moment),
);
