import { proveSecondFactor as contract } from "@/lib/contracts/desk/account";
import { publicDeskEndpoint } from "@/lib/desk/endpoint";
import { proveSecondFactor } from "@/lib/desk/staff/session";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicDeskEndpoint(
  contract,
  ({ input, headers }) => proveSecondFactor(input, headers),
);
