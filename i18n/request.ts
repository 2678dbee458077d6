import { getRequestConfig } from "next-intl/server";
import { currentLocale } from "./locale";

export default getRequestConfig(async () => {
  const locale = await currentLocale();
  const { default: messages } = await import(`../messages/${locale}.json`);
  // Shops and gateways here count days in Korean time, wherever the server stands.
  return { locale, messages, timeZone: "Asia/Seoul" };
});
