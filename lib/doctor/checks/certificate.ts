import { connect } from "node:tls";
import { days, now } from "../../clock";
import { env } from "../../settings/env";
import { type Check, codeOf, type Finding, fail, pass, warn } from "../finding";

/** A certificate with this many days left or fewer is apparently not being renewed. */
const soonDays = 14;

/** Whether browsers trust the shop's certificate, and for how long. */
export const certificate: Check = {
  name: "certificate",
  async run(signal) {
    const { protocol, hostname, port } = new URL(env().appUrl);
    if (protocol !== "https:") return undefined;
    return certificateAt(hostname, Number(port || 443), signal);
  },
};

/** Checks the certificate of a server. */
export const certificateAt = (host: string, port: number, signal: AbortSignal): Promise<Finding> =>
  new Promise((resolve) => {
    // An untrusted certificate is reported below, so let the handshake succeed.
    const socket = connect({ host, port, servername: host, rejectUnauthorized: false });
    const answer = (found: Finding) => {
      socket.destroy();
      resolve(found);
    };
    signal.addEventListener("abort", () => answer(fail("unreached", { why: "timeout" })), { once: true });
    socket.once("error", (error) => answer(fail("unreached", { why: codeOf(error) })));
    socket.once("secureConnect", () => {
      if (!socket.authorized)
        return answer(fail("certificate_bad", { why: String(socket.authorizationError) }));
      const ends = Date.parse(socket.getPeerCertificate().valid_to);
      const left = Math.floor((ends - now().getTime()) / days(1));
      answer(
        left <= soonDays
          ? warn("certificate_ends", { days: left })
          : pass("certificate_good", { days: left }),
      );
    });
  });
