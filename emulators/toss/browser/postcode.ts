// A stand-in for Kakao's address search, which is not Toss's: a demo and the tests work without the internet. It has a
// dozen addresses, and the real script's interface as far as the shop uses it.

type Found = {
  zonecode: string;
  roadAddress: string;
  jibunAddress: string;
  userSelectedType: "R" | "J";
  bname: string;
  buildingName: string;
};
type Options = { oncomplete: (found: Found) => void };

const addresses: [zonecode: string, road: string, jibun: string, bname: string, building: string][] = [
  ["04524", "서울 중구 세종대로 110", "서울 중구 태평로1가 31", "태평로1가", "서울특별시청"],
  ["06164", "서울 강남구 테헤란로 521", "서울 강남구 삼성동 159", "삼성동", "파르나스타워"],
  ["03187", "서울 종로구 종로 1", "서울 종로구 종로1가 1", "종로1가", "교보생명빌딩"],
  [
    "13529",
    "경기 성남시 분당구 판교역로 166",
    "경기 성남시 분당구 백현동 532",
    "백현동",
    "카카오 판교 아지트",
  ],
  ["21554", "인천 남동구 정각로 29", "인천 남동구 구월동 1138", "구월동", "인천광역시청"],
  ["34126", "대전 유성구 대학로 99", "대전 유성구 궁동 220", "궁동", "충남대학교"],
  ["41911", "대구 중구 공평로 88", "대구 중구 동인동1가 2-1", "동인동1가", "대구광역시청"],
  ["47545", "부산 연제구 중앙대로 1001", "부산 연제구 연산동 1000", "연산동", "부산광역시청"],
  ["61945", "광주 서구 내방로 111", "광주 서구 치평동 1200", "치평동", "광주광역시청"],
  ["63122", "제주특별자치도 제주시 문연로 6", "제주특별자치도 제주시 연동 312-1", "연동", "제주특별자치도청"],
  ["40221", "경북 울릉군 울릉읍 도동2길 66", "경북 울릉군 울릉읍 도동리 175", "", "울릉군청"],
];

const look =
  "box-sizing:border-box;min-height:48px;border:1px solid #8b95a1;border-radius:10px;font:inherit;";

class Postcode {
  constructor(private readonly options: Options) {}

  embed(place: HTMLElement) {
    const root = document.createElement("div");
    root.lang = "ko";
    root.style.cssText = "height:100%;overflow:auto;padding:16px;background:#fff";
    const label = document.createElement("label");
    label.textContent = "도로명, 건물명 또는 지번";
    const input = document.createElement("input");
    input.style.cssText = `${look}display:block;width:100%;margin:6px 0 12px;padding:0 14px`;
    label.append(input);
    const list = document.createElement("ul");
    list.style.cssText = "display:grid;gap:8px;margin:0;padding:0;list-style:none";
    root.append(label, list);
    const show = () => list.replaceChildren(...this.resultsFor(input.value));
    input.addEventListener("input", show);
    // The place is inside the shop's form, which must not be sent.
    input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    show();
    place.replaceChildren(root);
    input.focus();
  }

  private resultsFor(typed: string) {
    const words = typed.trim().split(/\s+/);
    return addresses
      .filter((address) => words.every((word) => address.join(" ").includes(word)))
      .map(([zonecode, roadAddress, jibunAddress, bname, buildingName]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.style.cssText = `${look}width:100%;padding:10px 14px;text-align:left;background:#fff;color:#191f28`;
        button.textContent = `(${zonecode}) ${roadAddress} · ${buildingName}`;
        button.addEventListener("click", () =>
          this.options.oncomplete({
            zonecode,
            roadAddress,
            jibunAddress,
            userSelectedType: "R",
            bname,
            buildingName,
          }),
        );
        const item = document.createElement("li");
        item.append(button);
        return item;
      });
  }
}

Object.assign(window, { kakao: { Postcode }, daum: { Postcode } });
