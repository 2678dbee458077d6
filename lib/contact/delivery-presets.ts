/** The usual requests to a courier in Korea, in the words that are printed on the parcel's label. */
export const deliveryPresets = {
  door: "문 앞에 놓아 주세요",
  guard: "경비실에 맡겨 주세요",
  call: "배송 전 연락 주세요",
} as const;

export type DeliveryPreset = keyof typeof deliveryPresets;

/** Which of the usual requests this text is. */
export const presetOf = (text: string): DeliveryPreset | undefined =>
  (Object.keys(deliveryPresets) as DeliveryPreset[]).find((code) => deliveryPresets[code] === text);

export const isPreset = (text: string) => presetOf(text) !== undefined;
