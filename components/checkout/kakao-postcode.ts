/** An address as it was chosen, in Korean notation. */
export type FoundAddress = { postcode: string; line1: string };

/** What the script reports. Source: Kakao postcode service guide, `oncomplete`. */
type Reported = {
  zonecode: string;
  roadAddress: string;
  jibunAddress: string;
  /** R: the shopper chose the road's address, J: that of the lot. */
  userSelectedType: "R" | "J";
  /** The legal district, such as 삼성동. */
  bname: string;
  buildingName: string;
};

type Postcode = new (options: {
  oncomplete: (reported: Reported) => void;
  width: string;
  height: string;
}) => { embed(place: HTMLElement, options?: { autoClose: boolean }): void };

type Search = (place: HTMLElement, onFound: (address: FoundAddress) => void) => void;

const patienceMs = 10_000;
let loading: Promise<Search> | undefined;

/** Loads the script once. Fails if it does not answer; the next press then tries again. */
export function loadAddressSearch(scriptUrl: string): Promise<Search> {
  loading ??= load(scriptUrl).catch((failure) => {
    loading = undefined;
    throw failure;
  });
  return loading;
}

async function load(scriptUrl: string): Promise<Search> {
  await new Promise<void>((resolve, reject) => {
    const script = document.createElement("script");
    script.src = scriptUrl;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error("The address search did not load."));
    setTimeout(reject, patienceMs, new Error("The address search did not answer in time."));
    document.head.append(script);
  });
  const { kakao, daum } = window as { kakao?: { Postcode?: Postcode }; daum?: { Postcode?: Postcode } };
  const Postcode = kakao?.Postcode ?? daum?.Postcode;
  if (!Postcode) throw new Error("The address search is not there.");
  return (place, onFound) =>
    new Postcode({
      oncomplete: (reported) => onFound(addressFrom(reported)),
      width: "100%",
      height: "100%",
    }).embed(place, { autoClose: false });
}

/** With the district and the building in parentheses, as letters in Korea are addressed. */
export function addressFrom(reported: Reported): FoundAddress {
  const { zonecode, roadAddress, jibunAddress, userSelectedType, bname, buildingName } = reported;
  if (userSelectedType === "J" && jibunAddress) return { postcode: zonecode, line1: jibunAddress };
  const more = [bname, buildingName].filter(Boolean).join(", ");
  return { postcode: zonecode, line1: more ? `${roadAddress} (${more})` : roadAddress };
}
