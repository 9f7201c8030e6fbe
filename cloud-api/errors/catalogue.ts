/** What is told of one kind of error. */
interface CatalogueEntry {
  /** HTTP status. */
  readonly status: number;
  readonly titleZh: string;
  readonly titleEn: string;
  /** What mends it, for the one who made the request. */
  readonly mend: string;
}

/** Every error that the cloud answers with. The codes are part of the interface; `docs/errors.md` lists them, and a test compares the two. */
export const CATALOGUE = {
  'request.invalid': {
    status: 400,
    titleZh: '请求格式不正确',
    titleEn: 'The request is not as the interface describes it',
    mend: 'Compare the request with /openapi.json.',
  },
  'request.too-large': {
    status: 413,
    titleZh: '请求内容过大',
    titleEn: 'The request body is too large',
    mend: 'Send a smaller body.',
  },
  'request.media-type': {
    status: 415,
    titleZh: '不支持的内容类型',
    titleEn: 'The content type is not supported here',
    mend: 'Send the content type that /openapi.json names.',
  },
  'request.no-such-address': {
    status: 404,
    titleZh: '地址不存在',
    titleEn: 'There is nothing at this address',
    mend: 'Check the address and the method against /openapi.json.',
  },
  'access.sign-in-needed': {
    status: 401,
    titleZh: '请先登录',
    titleEn: 'Sign in first',
    mend: 'Sign in with the access code, or send it as a bearer token.',
  },
  'access.code-wrong': {
    status: 401,
    titleZh: '访问码不正确',
    titleEn: 'The access code is wrong',
    mend: 'Ask whoever runs the cloud for the access code.',
  },
  'access.not-allowed': {
    status: 403,
    titleZh: '没有权限',
    titleEn: 'Your roles do not allow this',
    mend: 'Ask an administrator for the role, or somebody who holds it.',
  },
  'access.token-wrong': {
    status: 401,
    titleZh: '指标令牌不正确',
    titleEn: 'The metrics token is missing or wrong',
    mend: 'Send LAMPPOST_CLOUD_METRICS_TOKEN as a bearer token.',
  },
  'access.sign-in-wrong': {
    status: 401,
    titleZh: '用户名或密码不正确',
    titleEn: 'The name or the password is wrong',
    mend: 'Check both; an administrator can give a new one-time password.',
  },
  'access.password-change-needed': {
    status: 403,
    titleZh: '请先修改初始密码',
    titleEn: 'The one-time password is to be changed first',
    mend: 'Choose a password of your own: PUT /api/v1/me/password.',
  },
  'access.reason-needed': {
    status: 403,
    titleZh: '请填写查阅理由',
    titleEn: 'The sealed original opens only with a reason',
    mend: 'Add the parameter reason, 4 to 300 characters: why you look at it. It is logged.',
  },
  'access.no-provider': {
    status: 404,
    titleZh: '未配置统一身份认证',
    titleEn: 'No identity provider is set up',
    mend: 'Sign in with a name and a password, or set LAMPPOST_CLOUD_OIDC_FILE.',
  },
  'access.provider-refused': {
    status: 401,
    titleZh: '统一身份认证未通过',
    titleEn: 'The sign-in at the identity provider does not hold',
    mend: 'Begin the sign-in again.',
  },
  'access.provider-unreachable': {
    status: 503,
    titleZh: '统一身份认证服务不可用',
    titleEn: 'The identity provider does not answer',
    mend: 'Try again later; whoever runs the cloud checks the issuer.',
  },
  'access.too-many-failures': {
    status: 429,
    titleZh: '失败次数过多，请稍后再试',
    titleEn: 'Too many failed attempts',
    mend: 'Wait as long as Retry-After says.',
  },
  'account.not-found': {
    status: 404,
    titleZh: '账号不存在',
    titleEn: 'There is no such account',
    mend: 'Take the ID from the list of accounts.',
  },
  'account.name-taken': {
    status: 409,
    titleZh: '登录名已被使用',
    titleEn: 'The sign-in name is taken',
    mend: 'Choose another name.',
  },
  'account.last-administrator': {
    status: 409,
    titleZh: '不能停用最后一位管理员',
    titleEn: 'The last administrator cannot be taken away',
    mend: 'Make another administrator of all bureaus first.',
  },
  'account.no-password': {
    status: 409,
    titleZh: '该账号没有本地密码',
    titleEn: 'The account has no password here',
    mend: 'Its password is changed at the identity provider, or in the configuration of the cloud.',
  },
  'account.password-weak': {
    status: 422,
    titleZh: '密码不符合要求',
    titleEn: 'The password is not taken',
    mend: 'Choose at least 12 characters of three kinds, or 20, without your name.',
  },
  'account.setup-code-wrong': {
    status: 403,
    titleZh: '初始化码无效',
    titleEn: 'The set-up code does not serve',
    mend: 'Read setup-code in the folder keys of the cloud; with accounts there already, an administrator makes more.',
  },
  'bureau.not-found': {
    status: 404,
    titleZh: '部门不存在',
    titleEn: 'There is no such bureau',
    mend: 'Add the bureau first, or check its ID.',
  },
  'area.not-found': {
    status: 404,
    titleZh: '片区不存在',
    titleEn: 'There is no such area',
    mend: 'Import the area first, or check its ID.',
  },
  'coordination.not-yours': {
    status: 403,
    titleZh: '贵部门不是该线索的管辖争议方',
    titleEn: 'Your bureau is none of those that claim the case',
    mend: 'The bureaus that claim a case stand in its routing.',
  },
  'coordination.decided': {
    status: 409,
    titleZh: '该线索已有管辖部门',
    titleEn: 'The case has a bureau already',
    mend: 'Read the case again; whoever has it transfers it.',
  },
  'audit.range-empty': {
    status: 404,
    titleZh: '该范围内没有日志',
    titleEn: 'The audit log has no entry in this range',
    mend: 'Ask for numbers up to that of /api/v1/audit/head.',
  },
  'device.token-missing': {
    status: 401,
    titleZh: '缺少设备令牌',
    titleEn: 'The device token is missing',
    mend: 'Send a token signed by the gateway key: Authorization: Bearer JWT.',
  },
  'device.token-invalid': {
    status: 401,
    titleZh: '设备令牌无效',
    titleEn: 'The device token is not valid',
    mend: 'Sign a new token with the enrolled key: kid, iss, aud lamppost-cloud, exp at most 5 minutes after iat; check the clock.',
  },
  'device.key-unknown': {
    status: 401,
    titleZh: '设备密钥未登记',
    titleEn: 'The device key is not enrolled',
    mend: 'Enrol the gateway with a one-time code.',
  },
  'device.key-revoked': {
    status: 401,
    titleZh: '设备密钥已吊销',
    titleEn: 'The device key was revoked',
    mend: 'Enrol the gateway again with a new one-time code.',
  },
  'enrolment.code-wrong': {
    status: 403,
    titleZh: '登记码不正确',
    titleEn: 'The enrolment code does not fit the gateway',
    mend: 'Check gatewayId and code against the enrolment file of the cloud.',
  },
  'enrolment.code-used': {
    status: 409,
    titleZh: '登记码已被使用',
    titleEn: 'The enrolment code was used with another key',
    mend: 'Write a new code for this gateway into the enrolment file.',
  },
  'enrolment.key-invalid': {
    status: 400,
    titleZh: '公钥无效',
    titleEn: 'The public key is not an Ed25519 key',
    mend: 'Send the base64 of the SPKI DER bytes of an Ed25519 public key.',
  },
  'enrolment.key-in-use': {
    status: 409,
    titleZh: '公钥已登记',
    titleEn: 'The public key was enrolled before',
    mend: 'Make a new key on the gateway.',
  },
  'upload.metadata-invalid': {
    status: 400,
    titleZh: '上传元数据无效',
    titleEn: 'Upload-Metadata is not usable',
    mend: 'Send digest (64 hex digits) and gatewayId, which must be that of the token.',
  },
  'upload.not-found': {
    status: 404,
    titleZh: '上传不存在',
    titleEn: 'There is no such upload of this gateway',
    mend: 'Ask for the receipt; without one, begin a new upload.',
  },
  'upload.gone': {
    status: 410,
    titleZh: '上传已过期',
    titleEn: 'The upload has expired',
    mend: 'Begin a new upload.',
  },
  'upload.offset-conflict': {
    status: 409,
    titleZh: '上传偏移量不符',
    titleEn: 'The upload stands at another offset',
    mend: 'Ask for the offset with HEAD, and go on from there.',
  },
  'upload.too-large': {
    status: 413,
    titleZh: '证据包过大',
    titleEn: 'The package is larger than the cloud takes',
    mend: 'Raise LAMPPOST_CLOUD_MAX_PACKAGE_BYTES, or seal smaller packages.',
  },
  'upload.protocol': {
    status: 400,
    titleZh: '上传协议错误',
    titleEn: 'The upload does not follow tus 1.0',
    mend: 'Speak tus 1.0.0 with the headers it asks for.',
  },
  'upload.version': {
    status: 412,
    titleZh: '上传协议版本不符',
    titleEn: 'The tus version is missing or not supported',
    mend: 'Send Tus-Resumable: 1.0.0.',
  },
  'evidence.unknown': {
    status: 404,
    titleZh: '未收到该证据包',
    titleEn: 'The cloud has no such package of this gateway',
    mend: 'Upload the package.',
  },
  'evidence.not-a-zip': {
    status: 422,
    titleZh: '不是有效的ZIP文件',
    titleEn: 'The package is not a readable ZIP',
    mend: 'Send the sealed file byte for byte.',
  },
  'evidence.entry-name': {
    status: 422,
    titleZh: '包内文件名不允许',
    titleEn: 'The package holds an entry with a name that is not allowed',
    mend: 'A package holds manifest.json, manifest.sig and plain files below media/, each once.',
  },
  'evidence.too-large': {
    status: 422,
    titleZh: '解包后内容过大',
    titleEn: 'The package unpacks to more than the cloud takes',
    mend: 'Seal fewer or smaller files.',
  },
  'evidence.manifest-missing': {
    status: 422,
    titleZh: '缺少清单',
    titleEn: 'The package has no manifest.json',
    mend: 'Seal the package again.',
  },
  'evidence.manifest-invalid': {
    status: 422,
    titleZh: '清单内容无效',
    titleEn: 'The manifest does not follow lamppost.evidence/1',
    mend: 'Bring gateway and cloud to versions that share the format.',
  },
  'evidence.manifest-not-canonical': {
    status: 422,
    titleZh: '清单不是规范JSON',
    titleEn: 'The manifest is not canonical JSON',
    mend: 'Write manifest.json by RFC 8785.',
  },
  'evidence.digest-mismatch': {
    status: 422,
    titleZh: '摘要不符',
    titleEn: 'The digest is not the announced one',
    mend: 'Announce the SHA-256 of manifest.json.',
  },
  'evidence.wrong-gateway': {
    status: 422,
    titleZh: '网关不符',
    titleEn: 'The package belongs to another gateway',
    mend: 'Send packages with the key of the gateway that sealed them.',
  },
  'evidence.signature-missing': {
    status: 422,
    titleZh: '缺少签名',
    titleEn: 'The package has no manifest.sig',
    mend: 'Seal the package again.',
  },
  'evidence.key-unknown': {
    status: 422,
    titleZh: '签名密钥未登记',
    titleEn: 'The package is signed with a key that is not enrolled',
    mend: 'Enrol the gateway, or send what was sealed with its enrolled key.',
  },
  'evidence.signature-invalid': {
    status: 422,
    titleZh: '签名无效',
    titleEn: 'The signature does not fit the manifest',
    mend: 'The manifest or the signature was altered: keep the package for inquiry.',
  },
  'evidence.file-missing': {
    status: 422,
    titleZh: '缺少文件',
    titleEn: 'A file of the manifest is not in the package',
    mend: 'Send the sealed file byte for byte.',
  },
  'evidence.file-unlisted': {
    status: 422,
    titleZh: '存在未列入清单的文件',
    titleEn: 'The package holds a file that the manifest does not list',
    mend: 'Send the sealed file byte for byte.',
  },
  'evidence.file-altered': {
    status: 422,
    titleZh: '文件被改动',
    titleEn: 'A file is not the one that was sealed',
    mend: 'The file was altered: keep the package for inquiry.',
  },
  'case.not-found': {
    status: 404,
    titleZh: '候选线索不存在',
    titleEn: 'There is no such candidate case',
    mend: 'Check the case ID.',
  },
  'case.file-not-found': {
    status: 404,
    titleZh: '文件不存在',
    titleEn: 'The case has no such file',
    mend: 'Take the addresses of files from the case itself.',
  },
  'request.version-needed': {
    status: 428,
    titleZh: '请带上所依据的版本',
    titleEn: 'The version that this is based on is missing',
    mend: 'Send the ETag of what you read as If-Match; of a case, "v" and its version does, as in "v3".',
  },
  'case.changed': {
    status: 412,
    titleZh: '该线索刚被他人处理',
    titleEn: 'Somebody else was faster: the case has changed',
    mend: 'Read the case again, and decide by what it says now.',
  },
  'case.step-not-allowed': {
    status: 409,
    titleZh: '当前状态不允许此操作',
    titleEn: 'The state of the case does not allow this step',
    mend: 'Take one of the steps in allowedSteps of the case.',
  },
  'case.step-incomplete': {
    status: 422,
    titleZh: '操作说明不符合要求',
    titleEn: 'What was said with the step does not do',
    mend: 'Say what the detail asks for; GET /api/v1/case-life lists reasons.',
  },
  'joint.not-found': {
    status: 404,
    titleZh: '协办邀请不存在',
    titleEn: 'There is no such support',
    mend: 'Take its number from GET /api/v1/supports.',
  },
  'joint.no-lead': {
    status: 409,
    titleZh: '该线索尚无主办部门',
    titleEn: 'No bureau has the case, so none can lead',
    mend: 'Wait until the case has a bureau: coordination, or the supervisor, gives it one.',
  },
  'joint.not-now': {
    status: 409,
    titleZh: '当前不能邀请协办',
    titleEn: 'The case can not be handled jointly now',
    mend: 'Read the case again; bureaus work on it together from its review until it is closed.',
  },
  'joint.already-asked': {
    status: 409,
    titleZh: '该部门已主办或协办',
    titleEn: 'The bureau has a part in the case already',
    mend: 'Look at the supports of the case: GET /api/v1/cases/{id}/supports.',
  },
  'joint.nobody': {
    status: 409,
    titleZh: '没有协办部门',
    titleEn: 'No bureau supports the case',
    mend: 'There is nothing to end; decide with the steps of the case.',
  },
  'joint.changed': {
    status: 412,
    titleZh: '协办邀请刚被他人处理',
    titleEn: 'Somebody else was faster: the support has changed',
    mend: 'Read the support again, and decide by what it says now.',
  },
  'joint.step-not-allowed': {
    status: 409,
    titleZh: '协办邀请当前状态不允许此操作',
    titleEn: 'The state of the support does not allow this step',
    mend: 'Take one of the steps that the detail names.',
  },
  'inspection.not-found': {
    status: 404,
    titleZh: '综合检查不存在',
    titleEn: 'There is no such visit',
    mend: 'Take its number from GET /api/v1/inspections.',
  },
  'inspection.changed': {
    status: 412,
    titleZh: '综合检查刚被他人处理',
    titleEn: 'Somebody else was faster: the visit has changed',
    mend: 'Read the visit again, and decide by what it says now.',
  },
  'inspection.step-not-allowed': {
    status: 409,
    titleZh: '综合检查当前状态不允许此操作',
    titleEn: 'The state of the visit does not allow this step',
    mend: 'Read the visit again: a proposal is accepted or declined, a planned visit joined or called off.',
  },
  'inspection.nothing-left': {
    status: 409,
    titleZh: '已无可检查的线索',
    titleEn: 'None of the cases is left to be visited',
    mend: 'Wait for the patrols that are under way; what is open then is proposed anew.',
  },
  'inspection.not-asked': {
    status: 409,
    titleZh: '贵部门没有待答复的线索',
    titleEn: 'None of your cases waits for an answer',
    mend: 'Read the visit again: its cases say who takes part.',
  },
  'paper.not-yet': {
    status: 409,
    titleZh: '该线索尚未确认，不能生成文书草稿',
    titleEn: 'The case is not confirmed, so there is no paper for it',
    mend: 'Review the case first; papers are for cases that a person confirmed.',
  },
  'paper.reason-needed': {
    status: 422,
    titleZh: '改用另一种文书须说明理由',
    titleEn: 'The other paper needs a reason',
    mend: 'Say in note why the proposed paper does not do.',
  },
  'paper.not-found': {
    status: 404,
    titleZh: '文书草稿不存在',
    titleEn: 'There is no such draft',
    mend: 'Take its version from GET /api/v1/cases/{id}/papers.',
  },
  'export.conditions-unmet': {
    status: 409,
    titleZh: '尚不具备行政处罚法第41条的条件',
    titleEn: 'Conditions of art. 41 are unmet, so the case is not exported',
    mend: 'See that what the detail names is met: the device and its site, and the review of the content.',
  },
  'webhook.not-found': {
    status: 404,
    titleZh: '回调地址不存在',
    titleEn: 'There is no such webhook',
    mend: 'Take its ID from GET /api/v1/webhooks.',
  },
  'webhook.address-refused': {
    status: 422,
    titleZh: '不允许访问该地址',
    titleEn: 'The address is not one that may be asked',
    mend: 'Name a public https:// address, or have whoever runs the cloud add the network to LAMPPOST_CLOUD_WEBHOOK_NETWORKS.',
  },
  'webhook.too-many': {
    status: 409,
    titleZh: '回调地址过多',
    titleEn: 'There are too many webhooks',
    mend: 'Change one that is there: PATCH /api/v1/webhooks/{id}.',
  },
  'webhook.disabled': {
    status: 409,
    titleZh: '回调地址已停用',
    titleEn: 'The webhook is disabled',
    mend: 'Enable it first: PATCH /api/v1/webhooks/{id}.',
  },
  'desk.settings-changed': {
    status: 412,
    titleZh: '办案设置刚被他人修改',
    titleEn: 'Somebody else changed the settings of the desk',
    mend: 'Read the settings again, and send If-Match with their present ETag.',
  },
  'dispatch.not-found': {
    status: 404,
    titleZh: '派遣任务不存在',
    titleEn: 'There is no such dispatch',
    mend: 'Take its number from GET /api/v1/dispatches.',
  },
  'dispatch.no-patrol': {
    status: 422,
    titleZh: '没有可派遣的巡查组',
    titleEn: 'No patrol of the bureau goes there',
    mend: 'Name another patrol or grid; an administrator keeps them: PUT /api/v1/patrols.',
  },
  'dispatch.under-way': {
    status: 409,
    titleZh: '该线索已派遣',
    titleEn: 'A patrol is under way already',
    mend: 'Wait for its report, or withdraw it first.',
  },
  'dispatch.changed': {
    status: 412,
    titleZh: '派遣任务刚被他人处理',
    titleEn: 'Somebody else was faster: the dispatch has changed',
    mend: 'Read the dispatch again, and decide by what it says now.',
  },
  'dispatch.step-not-allowed': {
    status: 409,
    titleZh: '派遣任务当前状态不允许此操作',
    titleEn: 'The state of the dispatch does not allow this step',
    mend: 'Take one of the steps that the detail names.',
  },
  'dispatch.photo-missing': {
    status: 422,
    titleZh: '未收到该照片',
    titleEn: 'A photo of the report has not been sent',
    mend: 'Send it first: POST /api/v1/dispatches/{id}/photos.',
  },
  'dispatch.photo-invalid': {
    status: 422,
    titleZh: '照片不是有效的JPEG文件',
    titleEn: 'The photo is not a JPEG',
    mend: 'Send the JPEG file itself, with the content type image/jpeg.',
  },
  'entry.unproven': {
    status: 422,
    titleZh: '链条目无法证明自身',
    titleEn: 'The entry of the chain does not prove itself',
    mend: 'Send the entry as it was sealed, from the gateway that sealed it, with its enrolled key.',
  },
  'proof.unknown-digest': {
    status: 404,
    titleZh: '没有该摘要的证据',
    titleEn: 'The cloud has neither a package nor a chain entry with this digest',
    mend: 'Take the digest from the case, or from what verify prints.',
  },
  'log.no-such-head': {
    status: 404,
    titleZh: '日志没有该大小的树头',
    titleEn: 'The Merkle log has no signed head of this size',
    mend: 'Take the sizes from signed heads, the smaller one first.',
  },
  'reminder.id-reused': {
    status: 422,
    titleZh: '提醒编号已被使用',
    titleEn: 'The reminder ID stands for another reminder',
    mend: 'Give each reminder an ID of its own; send the same one again with the same content.',
  },
  'service.not-ready': {
    status: 503,
    titleZh: '服务暂不可用',
    titleEn: 'The service is not ready',
    mend: 'Try again later; whoever runs the cloud checks database and disk.',
  },
  'service.busy': {
    status: 503,
    titleZh: '服务繁忙',
    titleEn: 'Too much is waiting already',
    mend: 'Try again as Retry-After says.',
  },
  'service.internal': {
    status: 500,
    titleZh: '服务内部错误',
    titleEn: 'Something unexpected went wrong in the cloud',
    mend: 'Try again; whoever runs the cloud finds the cause in its log.',
  },
} as const satisfies Record<string, CatalogueEntry>;

/** Stable code of an error. */
export type ErrorCode = keyof typeof CATALOGUE;

/** Codes of a package that is refused. */
export type EvidenceFault = Exclude<Extract<ErrorCode, `evidence.${string}`>, 'evidence.unknown'>;

/** Whether `code` is in the catalogue. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(CATALOGUE, code);
}
