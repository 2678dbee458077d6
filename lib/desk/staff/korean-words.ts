// What Koreans build passwords from: in Hangul, as the same keys produce it on a Latin keyboard (두벌식), and romanized.
// zxcvbn has no such list.

const words = `
비밀번호 암호 패스워드 비번 안녕하세요 안녕 하세요 안녕히계세요 반갑습니다 반가워요 감사합니다 고맙습니다 고마워 사랑해 사랑해요
사랑합니다 사랑 미안해 죄송합니다 축하합니다 수고하세요 환영합니다 어서오세요 잘부탁드립니다 화이팅 파이팅 대박 행복 행복하세요
행복해 행운 건강 희망 소망 믿음 평화 자유 인생 세상 천사 천국 하늘 바다 나무 바람 구름 태양 우주 지구 별빛 달빛 무지개 봄날 여름 가을
겨울 아침 점심 저녁 오늘 내일 어제 매일 항상 영원히 우리 우리집 우리나라 대한민국 한국 한국인 조선 서울 서울시 서울특별시 부산 대구 인천
광주 대전 울산 세종 제주 제주도 경기도 강원도 강남 홍대 독도 한강 한글 한국어 엄마 아빠 엄마아빠 부모님 가족 우리가족 아들 딸 동생 누나
오빠 언니 형님 할머니 할아버지 친구 애인 여보 자기야 아기 아가 강아지 고양이 멍멍이 야옹이 토끼 호랑이 돼지 곰돌이 병아리 꿀꿀이
바보 멍청이 천재 왕자 공주 여신 대장 대통령 선생님 학생 학교 대학교 초등학교 중학교 고등학교 공부 시험 합격 회사 회사원 직원 사장 사장님
부장 과장 팀장 대표 대표님 관리자 운영자 관리 운영 매니저 담당자 사용자 손님 고객 고객님 테스트 시험용 임시 임시비밀번호 초기비밀번호
기본 로그인 아이디 계정 이메일 주소 전화번호 생일 생년월일 이름 내이름 쇼핑 쇼핑몰 상점 가게 매장 스토어 마트 시장 온라인 주문 결제 환불
배송 상품 재고 카드 신용카드 계좌 은행 돈 부자 대박나자 부자되자 로또 주식 코인 비트코인 국민 국민은행 신한 신한은행 우리은행 하나은행
농협 기업은행 삼성 삼성전자 갤럭시 엘지 현대 현대자동차 기아 롯데 신세계 이마트 카카오 카카오톡 네이버 쿠팡 토스 토스페이먼츠 배민
배달의민족 당근마켓 다음 인터넷 컴퓨터 노트북 핸드폰 휴대폰 스마트폰 게임 리그오브레전드 스타크래프트 메이플스토리 배틀그라운드 피파
축구 야구 농구 축구왕 손흥민 박지성 김연아 이순신 세종대왕 방탄소년단 블랙핑크 아이유 뉴진스 소녀시대 트와이스 음악 노래 영화 드라마
커피 맥주 소주 치킨 피자 라면 김치 떡볶이 삼겹살 아이스크림 사과 딸기 바나나 수박 포도 하나둘셋 하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열
일이삼사 가나다라 가나다라마바사 가나다 아자차카타파하 월요일 화요일 수요일 목요일 금요일 토요일 일요일 일월 이월 삼월 사월 오월 유월
칠월 팔월 구월 시월 십일월 십이월 이것은 이건 나는 나의 너는 너의 그대 당신 제발 진짜 정말 최고 최강 일등 만세 나야나 몰라 몰라요 그냥 아무거나
ㅋㅋㅋ ㅎㅎㅎ ㅠㅠ 김 이 박 최 정 강 조 윤 장 임 민수 철수 영희 지훈 민준 서준 도윤 예준 시우 하준 지호 준우 서연 서윤 지우 서현 민서
하은 하윤 윤서 지민 수민 지영 은지 미영 영수 현우 동현 성민 준호 지현 수진 유진 은영 혜진 민지 소라 민호 길동 홍길동 김민수 김철수 이영희
`;

const romanized = `
bimilbeonho amho annyeong annyeonghaseyo annyong annyonghaseyo saranghae saranghaeyo sarang sarange sarangheyo saranghamnida
gamsahamnida kamsahamnida gomawo gomapseumnida mianhae mianhaeyo daehanminguk hanguk hankook hangook seoul busan incheon daegu
jeju gangnam hangul hangeul eomma appa oppa unni eonni noona hyung dongsaeng chingu gajok gangaji goyangi babo cheonjae
daebak hwaiting fighting haengbok uri urijib hoesa gwanrija kwanrija sajangnim seonsaengnim hakgyo shinhan kookmin nonghyup
samsung hyundai lotte kakao naver coupang tosspayments gongju wangja byeol haneul bada kimchi chicken soju bulgogi
hong gildong honggildong minsu cheolsu younghee jihoon minjun seojun jiwoo minji jimin
`;

/** Common Korean words and names, in each form in which they are typed into a password. */
export const koreanWords = (): string[] => {
  const written = words.trim().split(/\s+/);
  const typed = written.map(asTypedInLatin).filter((word) => word.length > 2);
  return [
    ...new Set([...written.filter((word) => word.length > 1), ...typed, ...romanized.trim().split(/\s+/)]),
  ];
};

const leads = "r R s e E f a q Q t T d w W c z x v g".split(" ");
const vowels = "k o i O j p u P h hk ho hl y n nj np nl b m ml l".split(" ");
const tails = " r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g".split(" ");
const jamo =
  "ㄱㄲㄳㄴㄵㄶㄷㄸㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅃㅄㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
const jamoKeys =
  "r R rt s sw sg e E f fr fa fq ft fx fv fg a q Q qt t T d w W c z x v g k o i O j p u P h hk ho hl y n nj np nl b m ml l".split(
    " ",
  );

/**
 * The Latin letters that the keys of a Korean keyboard (두벌식, KS X 5002) produce for a text, in lowercase as zxcvbn
 * compares them; characters other than Hangul are unchanged.
 */
export const asTypedInLatin = (text: string): string =>
  [...text.normalize("NFC")].map(keysOf).join("").toLowerCase();

function keysOf(letter: string): string {
  const syllable = (letter.codePointAt(0) ?? 0) - 0xac00;
  if (syllable >= 0 && syllable < 11_172) {
    const [lead, vowel, tail] = [
      Math.floor(syllable / 588),
      Math.floor((syllable % 588) / 28),
      syllable % 28,
    ];
    return `${leads[lead]}${vowels[vowel]}${tails[tail]}`;
  }
  return jamoKeys[jamo.indexOf(letter)] ?? letter;
}
