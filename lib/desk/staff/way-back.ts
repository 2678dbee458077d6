import { deskPages } from "../../contracts/desk/pages";

const pages = Object.keys(deskPages).map((page) => page.replace(/\[\w+\]/g, "[\\w-]+"));
const page = new RegExp(`^(${pages.join("|")})(\\?[^#]*)?$`);

/** Where to go after signing in: the desk page somebody was on, or the first one. */
export const wayBack = (to: unknown): string => (typeof to === "string" && page.test(to) ? to : "/admin");
