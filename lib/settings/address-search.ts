import type { PageSources } from "./credentials";

export type AddressSearch = {
  /** The script that searches Korean addresses; undefined if the shop does without. */
  scriptUrl: string | undefined;
  /** Whether the emulators' stand-in answers, which needs no internet. */
  emulated: boolean;
};

/** The real script, and why shoppers' pages load it from another server (PCI DSS 4.0.1, 6.4.3). */
export const addressSearchScript = {
  url: "https://t1.kakaocdn.net/mapjsapi/bundle/postcode/prod/postcode.v2.js",
  why: "Kakao's search for Korean addresses, loaded when a shopper presses its button. Kakao publishes it at this address only.",
};

/** The script shows its results in a frame. Source: Kakao postcode service guide; it had Daum's name before. */
export const addressSearchSources = ({ scriptUrl, emulated }: AddressSearch): PageSources => ({
  files: "",
  calls: "",
  frames: scriptUrl && !emulated ? "https://postcode.map.kakao.com https://postcode.map.daum.net" : "",
  forms: "",
});
