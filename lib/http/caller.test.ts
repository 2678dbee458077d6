import { describe, expect, test } from "vitest";
import { nameCaller, networksOf } from "./caller";

describe("the caller's address", () => {
  test.each([
    ["a shopper without a proxy", "203.0.113.7", "", 0, "203.0.113.7"],
    ["a forged header without a proxy", "203.0.113.7", "198.51.100.1", 0, "203.0.113.7"],
    ["a shopper behind the shop's proxy", "10.0.0.2", "203.0.113.7", 1, "203.0.113.7"],
    ["a forged header behind the shop's proxy", "10.0.0.2", "198.51.100.1, 203.0.113.7", 1, "203.0.113.7"],
    ["a long forged header", "10.0.0.2", "9.9.9.9,8.8.8.8, ,203.0.113.7", 1, "203.0.113.7"],
    ["a shopper behind two proxies", "10.0.0.2", "203.0.113.7, 10.0.0.3", 2, "203.0.113.7"],
    [
      "a forged header behind two proxies",
      "10.0.0.2",
      "198.51.100.1, 203.0.113.7, 10.0.0.3",
      2,
      "203.0.113.7",
    ],
    ["a caller who bypassed a proxy", "203.0.113.9", "203.0.113.7", 2, "203.0.113.9"],
    ["a proxy without a header", "10.0.0.2", "", 1, "10.0.0.2"],
    ["a proxy with a malformed header", "10.0.0.2", "unknown", 1, "10.0.0.2"],
    ["a proxy that adds the port", "10.0.0.2", "203.0.113.7:51234", 1, "203.0.113.7"],
    ["a proxy that adds the port in IPv6", "10.0.0.2", "[2001:db8:1:2::5]:443", 1, "2001:db8:1:2::/64"],
    ["IPv4 mapped to IPv6", "::ffff:203.0.113.7", "", 0, "203.0.113.7"],
    ["the same in hexadecimal", "::ffff:cb00:7107", "", 0, "203.0.113.7"],
    ["a household", "2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2::/64"],
    ["another address of it", "2001:0DB8:0001:0002::9", "", 0, "2001:db8:1:2::/64"],
    ["a link-local address", "fe80::1%eth0", "", 0, "fe80:0:0:0::/64"],
    ["this machine", "::1", "", 0, "0:0:0:0::/64"],
    ["a closed connection", "", "", 0, "unknown"],
  ])("%s", (_who, peer, forwardedFor, proxies, caller) => {
    expect(nameCaller(peer, forwardedFor, proxies)).toBe(caller);
  });
});

describe("the budgets of a request", () => {
  test("an IPv4 address is counted by itself", () => {
    expect(networksOf("203.0.113.7")).toEqual([{ key: "203.0.113.7", bits: 32, times: 1 }]);
    expect(networksOf("unknown")).toEqual([{ key: "unknown", bits: 32, times: 1 }]);
  });

  test.each([
    ["2001:db8:1:2::5", ["2001:db8:1:2::/64", "2001:db8:1:0::/56", "2001:db8:1::/48"]],
    ["2001:db8:1:02ff::5", ["2001:db8:1:2ff::/64", "2001:db8:1:200::/56", "2001:db8:1::/48"]],
    ["2001:db8:1:fe01::5", ["2001:db8:1:fe01::/64", "2001:db8:1:fe00::/56", "2001:db8:1::/48"]],
    ["::1", ["0:0:0:0::/64", "0:0:0:0::/56", "0:0:0::/48"]],
  ])("%s is counted with its networks, which have larger budgets", (address, keys) => {
    const networks = networksOf(nameCaller(address, "", 0));
    expect(networks.map(({ key }) => key)).toEqual(keys);
    expect(networks.map(({ times }) => times)).toEqual([1, 2, 4]);
  });
});
