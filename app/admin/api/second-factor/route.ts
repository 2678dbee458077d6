import { proveSecondFactor as contract } from "@/lib/contracts/desk/account";
import { doorOfDesk } from "@/lib/desk/endpoint";
import { proveSecondFactor } from "@/lib/desk/staff/session";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = doorOfDesk(contract, ({ input, headers }) =>
  proveSecondFactor(input, headers),
);
