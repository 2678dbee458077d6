import { expect, test } from "vitest";
import { faultsOf } from "./check";

const good = { bank: "20", account_number: "1002-123-456789", holder_name: "김미나" };

test.each([
  ["with usual spelling", {}, []],
  ["with spaces", { account_number: "1002 123 456789" }, []],
  ["without a bank", { bank: "" }, ["bank"]],
  ["with letters in its number", { account_number: "1002-ABC" }, ["account_number"]],
  ["with too short a number", { account_number: "12345" }, ["account_number"]],
  ["of nobody", { holder_name: "  " }, ["holder_name"]],
  [
    "without any value",
    { bank: "", account_number: "", holder_name: "" },
    ["bank", "account_number", "holder_name"],
  ],
])("an account %s", (_, differs, faults) => {
  expect(Object.keys(faultsOf({ ...good, ...differs }))).toEqual(faults);
});
