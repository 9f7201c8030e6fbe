import type { CaseEvent, EvidenceFile, Matter, PlateColour, PlateFinding } from '@lamppost/contracts';

/** Language of the page. */
export type Language = 'zh' | 'en';

/** All that the page says, in one language. */
export interface Words {
  readonly locale: string;
  readonly product: string;
  readonly leads: string;
  readonly otherLanguage: string;
  readonly signIn: string;
  readonly signOut: string;
  readonly accessCode: string;
  readonly signInHint: string;
  readonly wrongCode: string;
  readonly tooManyFailures: string;
  readonly unreachable: string;
  readonly live: string;
  readonly retrying: string;
  readonly all: string;
  readonly noCases: string;
  readonly noCasesHint: string;
  readonly older: string;
  readonly back: string;
  readonly notFound: string;
  readonly candidate: string;
  readonly notice: string;
  readonly noPicture: string;
  readonly severity: string;
  readonly matters: Readonly<Record<Matter, string>>;
  readonly accepted: string;
  readonly refused: string;
  readonly resent: string;
  readonly triggeredAt: string;
  readonly started: string;
  readonly pictures: string;
  readonly originalsSealed: string;
  readonly reasonAsked: string;
  readonly capturedAt: string;
  readonly roles: Readonly<Record<EvidenceFile['role'], string>>;
  readonly why: string;
  readonly seen: string;
  readonly limit: string;
  readonly since: string;
  readonly coverage: string;
  readonly subject: string;
  readonly score: string;
  readonly plate: string;
  readonly plateColour: string;
  readonly plateColours: Readonly<Record<PlateColour, string>>;
  readonly plateConfidence: string;
  readonly plateAgreed: string;
  readonly plateAgreedOf: (stills: number, of: number) => string;
  readonly plateNotice: string;
  readonly plateNone: Readonly<Record<Extract<PlateFinding, { status: 'none' }>['reason'], string>>;
  readonly facts: string;
  readonly place: string;
  readonly matterCode: string;
  readonly rule: string;
  readonly zone: string;
  readonly timeline: string;
  readonly events: Readonly<Record<CaseEvent['kind'], string>>;
  readonly device: string;
  readonly source: string;
  readonly deviceCode: string;
  readonly coordinates: string;
  readonly bearing: string;
  readonly gateway: string;
  readonly legalStatus: string;
  /** What it is judged by. */
  readonly standingBy: { readonly register: string; readonly package: string };
  readonly legal: {
    readonly deviceLegalReview: string;
    readonly deviceTechReview: string;
    readonly sitePublished: string;
    readonly signagePosted: string;
  };
  readonly met: string;
  readonly notMet: string;
  readonly seal: string;
  readonly sealed: (files: number) => string;
  readonly digest: string;
  readonly sequence: string;
  readonly fileHashes: string;
  readonly open: string;
}

const ZH: Words = {
  locale: 'zh-CN',
  product: '灯柱 Lamppost',
  leads: '候选线索',
  otherLanguage: 'English',
  signIn: '登录',
  signOut: '退出',
  accessCode: '访问码',
  signInHint: '请输入本单位的访问码，查看设备上报的候选线索。',
  wrongCode: '访问码不正确。请向系统管理员索取。',
  tooManyFailures: '失败次数过多，请一分钟后再试。',
  unreachable: '无法连接服务器，请稍后再试。',
  live: '实时更新',
  retrying: '连接中断，正在重试',
  all: '全部',
  noCases: '暂无候选线索',
  noCasesHint: '网关上报的证据包通过验证后，线索会自动出现在这里。',
  older: '查看更早的线索',
  back: '返回列表',
  notFound: '没有找到这条线索。',
  candidate: '候选线索',
  notice: '本线索由设备自动发现，尚未经执法人员审核，不构成对违法行为的认定。',
  noPicture: '无画面',
  severity: '程度',
  matters: { dust: '疑似扬尘超标', parking: '疑似违规停车', stall: '疑似占道经营', burning: '疑似露天焚烧' },
  accepted: '已验证证据包',
  refused: '拒收',
  resent: '重复上传',
  triggeredAt: '触发时间',
  started: '开始时间',
  pictures: '现场画面',
  reasonAsked: '查阅未遮挡原件的理由（至少4个字，将记入日志）',
  originalsSealed: '与案件无关人员的头部及其他车辆的号牌已作遮挡。未遮挡的原件封存于证据包，见“各文件哈希”。',
  capturedAt: '拍摄于',
  roles: {
    still: '原始画面（未遮挡）',
    clip: '原始视频（未遮挡）',
    readings: '监测读数',
    looks: '识别记录',
    composite: '证据合成图',
    overlay: '标注画面',
    masked: '全景画面',
    'close-up': '近景画面',
    plate: '车牌画面',
    chart: '监测曲线',
  },
  why: '为何触发',
  seen: '实测',
  limit: '限值',
  since: '自',
  coverage: '期间实际观测占比',
  subject: '识别对象',
  score: '识别置信度',
  plate: '车辆号牌',
  plateColour: '底色',
  plateColours: { blue: '蓝', yellow: '黄', green: '绿', white: '白', black: '黑', unknown: '未辨明' },
  plateConfidence: '识别置信度',
  plateAgreed: '一致画面',
  plateAgreedOf: (stills, of) => `${of} 张中 ${stills} 张`,
  plateNotice: '机器识别，须人工核对',
  plateNone: {
    'not-a-vehicle': '对象不是机动车',
    'no-still': '没有可用画面',
    'not-found': '画面中未发现号牌',
    unreadable: '号牌不清晰，未给出结果',
    failed: '识别程序出错，未给出结果',
  },
  facts: '基本信息',
  place: '地点',
  matterCode: '事项代码',
  rule: '规则',
  zone: '区域',
  timeline: '时间线',
  events: { started: '现象开始', triggered: '规则触发', sealed: '证据封存', opened: '生成候选线索' },
  device: '采集设备',
  source: '设备编号',
  deviceCode: '国标编码',
  coordinates: '坐标',
  bearing: '朝向',
  gateway: '网关',
  legalStatus: '《行政处罚法》第四十一条设备条件',
  standingBy: { register: '以设备登记簿为准（采集当日）', package: '设备未登记，以证据包自述为准' },
  legal: {
    deviceLegalReview: '设备经法制审核',
    deviceTechReview: '设备经技术审核',
    sitePublished: '设置地点已公布',
    signagePosted: '现场标志明显',
  },
  met: '具备',
  notMet: '未具备',
  seal: '证据校验',
  sealed: (files) => `签名、摘要及 ${files} 个文件的哈希均已核验一致`,
  digest: '证据包摘要（SHA-256）',
  sequence: '证据链序号',
  fileHashes: '各文件哈希',
  open: '打开大图',
};

const EN: Words = {
  locale: 'en-GB',
  product: 'Lamppost',
  leads: 'Candidate leads',
  otherLanguage: '中文',
  signIn: 'Sign in',
  signOut: 'Sign out',
  accessCode: 'Access code',
  signInHint: 'Enter the access code of your bureau to see the candidate leads that devices sent.',
  wrongCode: 'The access code is wrong. Ask whoever runs the system for it.',
  tooManyFailures: 'Too many failed attempts. Try again in a minute.',
  unreachable: 'The server can’t be reached. Try again later.',
  live: 'Live',
  retrying: 'Connection lost, trying again',
  all: 'All',
  noCases: 'No candidate leads yet',
  noCasesHint: 'A lead appears here by itself when a gateway’s evidence package has been verified.',
  older: 'Show earlier leads',
  back: 'Back to the list',
  notFound: 'There is no such lead.',
  candidate: 'Candidate lead',
  notice: 'A device found this lead by itself. No officer has reviewed it yet, and it establishes no offence.',
  noPicture: 'No picture',
  severity: 'Severity',
  matters: {
    dust: 'Possible dust over the limit',
    parking: 'Possible illegal parking',
    stall: 'Possible street stall',
    burning: 'Possible open burning',
  },
  accepted: 'Packages verified',
  refused: 'refused',
  resent: 'sent again',
  triggeredAt: 'Triggered',
  started: 'Began',
  pictures: 'Pictures',
  reasonAsked: 'Why do you open the sealed original? (at least 4 characters; it is logged)',
  originalsSealed:
    'Heads of people and plates of other vehicles are masked. The unmasked originals are sealed in the package: see “Hashes of the files”.',
  capturedAt: 'Taken',
  roles: {
    still: 'Original, unmasked',
    clip: 'Original video, unmasked',
    readings: 'Readings',
    looks: 'Detections, look by look',
    composite: 'Composite',
    overlay: 'Marked',
    masked: 'Panorama',
    'close-up': 'Close-up',
    plate: 'Plate',
    chart: 'Chart',
  },
  why: 'Why it was triggered',
  seen: 'Seen',
  limit: 'Limit',
  since: 'since',
  coverage: 'Share of the time it was really observed',
  subject: 'Subject',
  score: 'Detection score',
  plate: 'Number plate',
  plateColour: 'Ground',
  plateColours: {
    blue: 'blue',
    yellow: 'yellow',
    green: 'green',
    white: 'white',
    black: 'black',
    unknown: 'not told',
  },
  plateConfidence: 'Confidence',
  plateAgreed: 'Pictures that agree',
  plateAgreedOf: (stills, of) => `${stills} of ${of}`,
  plateNotice: 'Read by machine, to be checked',
  plateNone: {
    'not-a-vehicle': 'The subject is no motor vehicle',
    'no-still': 'There is no picture',
    'not-found': 'No plate was found in the pictures',
    unreadable: 'The plate is not clear enough to give a text',
    failed: 'The reader broke down and gave no text',
  },
  facts: 'Facts',
  place: 'Place',
  matterCode: 'Matter code',
  rule: 'Rule',
  zone: 'Zone',
  timeline: 'Time line',
  events: {
    started: 'It began',
    triggered: 'Rule triggered',
    sealed: 'Evidence sealed',
    opened: 'Candidate lead opened',
  },
  device: 'Device',
  source: 'Device ID',
  deviceCode: 'GB/T 28181 code',
  coordinates: 'Coordinates',
  bearing: 'Bearing',
  gateway: 'Gateway',
  legalStatus: 'Device conditions of art. 41, Administrative Penalty Law',
  standingBy: {
    register: 'By the register of devices, on the day of the capture',
    package: 'The device is not in the register: as the package states it',
  },
  legal: {
    deviceLegalReview: 'Legal review of the device',
    deviceTechReview: 'Technical review of the device',
    sitePublished: 'Site published',
    signagePosted: 'Signs posted on site',
  },
  met: 'met',
  notMet: 'not met',
  seal: 'Verification',
  sealed: (files) =>
    `Signature, digest and the hashes of ${files} ${files === 1 ? 'file' : 'files'} were checked and agree`,
  digest: 'Package digest (SHA-256)',
  sequence: 'Place in the chain',
  fileHashes: 'Hashes of the files',
  open: 'Open in full size',
};

/** The words of each language. */
export const WORDS: Readonly<Record<Language, Words>> = { zh: ZH, en: EN };
