import { finishSecondFactor as contract } from "@/lib/contracts/desk/account";
import { accountEndpoint } from "@/lib/desk/endpoint";
import { finishSecondFactor } from "@/lib/desk/staff/account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = accountEndpoint(
  contract,
  ({ input, ...moment }) => finishSecondFactor(input.code, moment),
);
