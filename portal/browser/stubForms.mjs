// What the development server knows of sources, targets and their forms: two kinds of each, in the shapes of docs/api.md.
const url = { title: '地址', description: 'Address', type: 'string', format: 'uri', group: 'basic' };
const timeout = { title: '总时限', description: 'Time limit of the whole fetch', type: 'string', pattern: '^(\\d{1,9}\\s*(ms|s|m|h)|P.+)$', default: '10m', group: 'more' };
const password = { title: '密码', description: 'Password', type: 'string', writeOnly: true, group: 'login' };
const user = { title: '用户名', description: 'User name', type: 'string', group: 'login' };

const http = { type: 'http', title: 'HTTP 下载', titleEn: 'HTTP download', schema: { type: 'object', properties: { url, user, password, 'total-timeout': timeout }, required: ['url'] } };
const file = {
  type: 'file',
  title: '文件',
  titleEn: 'File',
  schema: { type: 'object', properties: { path: { title: '文件、目录或通配符', description: 'File, folder or glob', type: 'string', group: 'basic' }, 'only-new': { title: '只取新增或改动的文件', description: 'Take only new files', type: 'boolean', default: false, group: 'basic' } }, required: ['path'] },
};
const push = { type: 'http', title: 'HTTP 推送', titleEn: 'HTTP push', modes: ['replace', 'upsert'], schema: { type: 'object', properties: { url: { ...url, title: '接收地址' }, 'bearer-token': { title: 'Bearer 令牌', description: 'Bearer token', type: 'string', writeOnly: true, group: 'login' } }, required: ['url'] } };
const postgresql = {
  type: 'postgresql',
  title: 'PostgreSQL',
  titleEn: 'PostgreSQL',
  modes: ['append', 'front-end', 'replace', 'upsert'],
  schema: { type: 'object', properties: { host: { title: '主机', description: 'Host', type: 'string', group: 'basic' }, database: { title: '数据库', description: 'Database', type: 'string', group: 'basic' }, user, password }, required: ['host', 'database'] },
};

export const connectors = [file, http];
export const targetConnectors = [postgresql, push];

export const codeLists = {
  themes: [{ code: 'GL', label: '公路', labelEn: 'Highways' }, { code: 'ZH', label: '综合', labelEn: 'General' }],
  regions: [{ code: '100000', label: '全国', labelEn: 'China' }, { code: '440000', label: '广东省', labelEn: 'Guangdong' }],
  updateCycles: [{ code: 'DAILY', label: '每日', labelEn: 'Daily' }, { code: 'IRREGULAR', label: '不定期', labelEn: 'Irregular' }],
  access: [{ code: 'PUBLIC', label: '无条件开放', labelEn: 'Open' }, { code: 'RESTRICTED', label: '有条件开放', labelEn: 'Restricted' }],
};

export const sources = [{ id: 'toll-files', connector: 'file', title: '收费文件（示例）', settings: { path: '/data/tolls/*.csv' }, format: {} }];
const bodies = new Map();

const step = (name, title, titleEn, result, more = {}) => ({ step: name, title, titleEn, result, millis: 1, ...more });
const unreachable = { result: 'FAILED', code: 'SOURCE_UNREACHABLE', detail: '127.0.0.1:1 无法连接 / cannot be connected to: Connection refused', fix: '核对端口；确认服务已启动并监听该地址', fixEn: 'Check the port; see that the service listens there' };

/** Whatever lies at port 1 cannot be reached; everything else is fine. */
export function tried({ settings = {} } = {}) {
  const failed = /:1\//.test(settings.url ?? '');
  const checks = [step('RESOLVE_HOST', '解析主机', 'Resolve the host', 'PASSED'), failed ? step('CONNECT', '建立连接', 'Connect', 'FAILED', unreachable) : step('CONNECT', '建立连接', 'Connect', 'PASSED'), step('SAMPLE', '读取样本', 'Read a sample', failed ? 'NOT_REACHED' : 'PASSED')];
  return { passed: !failed, millis: 12, checks, ...(failed ? {} : { sample: { table: 'passages', columns: [{ name: 'passage_id', type: 'integer' }, { name: 'gate', type: 'text' }], rows: [['1', '演示门架一'], ['2', null]] } }) };
}

export function saveSource(body) {
  const at = sources.findIndex(({ id }) => id === body.id);
  sources.splice(at < 0 ? sources.length : at, 1, { format: {}, ...body });
  return body;
}

/** The task as tasks are listed, which is also kept as it was posted. */
export function saveTask(tasks, body) {
  bodies.set(body.id, body);
  const task = { dataset: body.id, ...body };
  const at = tasks.findIndex(({ id }) => id === body.id);
  tasks.splice(at < 0 ? tasks.length : at, 1, task);
  return task;
}

export const bodyOf = (tasks, id) => bodies.get(id) ?? tasks.find((task) => task.id === id);
