/** A share of attempts, such as 96.4%. */
export const share = { style: "percent", maximumFractionDigits: 1 } as const;
