export const zh = {
  app: {
    name: '交汇 · 交通运输数据开放与信息资源交换平台', short: '交汇', tagline: '交通运输数据开放与信息资源交换平台',
    skip: '跳到主要内容', nav: '主导航', language: 'English', toDark: '深色', toLight: '浅色', footer: '页脚', loading: '正在加载',
    noEnglish: '没有英文名称', copy: '复制', copied: '已复制', copyFailed: '无法复制', newWindow: '（新窗口）', breadcrumb: '当前位置', external: '外部链接',
  },
  nav: { search: '找数据', runs: '交换运行', tasks: '交换任务', developer: '开发者', status: '运行状态', catalog: 'DCAT 目录', swagger: '接口文档', sparql: 'SPARQL' },
  error: {
    title: '这一块没有取到数据', offline: '连接不上服务。请检查网络，稍后重试。', server: '服务出错。请稍后重试；仍不成功时，把追踪号告诉管理员。',
    gone: '没有找到这项内容。', busy: '请求太多，请稍后再试。', wait: '请在 {{n}} 秒后再试。', wrong: '请求有误，请按下面的说明改正。', notConnected: '网络已断开。页面上是断开前的内容，恢复后可继续使用。', refused: '管理员密钥不正确。', trace: '追踪号：', code: '错误代码：', retry: '重试', broken: '页面的这一块出错了',
  },
  missing: { title: '没有这个页面', text: '地址可能写错了，或内容已移走。', home: '回到首页', search: '去找数据' },
  home: {
    title: '交通运输数据，在这里交汇', lead: '查找、预览、下载公开数据；看清每一次交换读了多少、拒了多少、发布了多少。',
    datasets: '数据集', publishers: '提供单位', rows: '数据行数', runsToday: '今日运行', modified: '最近更新', themes: '按领域找', regions: '按地区找', latest: '最新数据集', all: '查看全部',
    noThemes: '还没有分好领域的数据集。', empty: '还没有数据集。', emptyHelp: '运行 ./jiaohui demo 可装入演示数据，或用 ./jiaohui publish 发布第一个文件。', regionHint: '每格一个省级行政区，数字是数据集个数', unit: '{{n}} 个数据集',
  },
  search: {
    title: '找数据', label: '关键词', placeholder: '输入关键词，如：收费站、公交线路、港口', submit: '搜索', count: '共找到 {{n}} 个数据集', sort: '排序',
    sorts: { relevance: '相关度优先', modified: '最近更新', title: '名称', rows: '行数最多', quality: '质量最高' },
    facet: { theme: '行业领域', publisher: '提供单位', format: '数据格式', region: '地区' }, filters: '筛选', filtersOn: '筛选（{{n}}）', active: '已选条件', remove: '去掉条件：{{what}}', clear: '清除全部筛选',
    more: '查看全部 {{n}} 项', less: '收起', find: '在“{{what}}”中查找', none: '没有符合条件的数据集', noneHelp: '换一个更短的词，或去掉一个条件。', drop: '去掉“{{what}}”', dropWord: '去掉关键词“{{what}}”',
    did: '您是不是要找', rows: '{{n}} 行', quality: '质量 {{n}} 分', harvested: '采集自 {{from}}', updated: '更新于 {{day}}', cycle: '{{cycle}}更新 · {{day}}', pages: '分页', prev: '上一页', next: '下一页', page: '第 {{n}} 页', limit: '只显示前 10,000 个结果，请缩小范围。', show: '查看 {{n}} 个结果', results: '搜索结果', close: '关闭筛选',
  },
  dataset: {
    crumb: '数据集', tabs: { preview: '数据预览', chart: '图表', map: '地图', dictionary: '数据字典', versions: '版本', quality: '质量', api: '接口', distributions: '数据资源' }, tabsLabel: '数据集内容',
    rows: '{{n}} 行', id: '标识', version: '版本', updated: '最近更新', issued: '首次发布', publisher: '提供单位', cycle: '更新频率', license: '使用许可', region: '地区', keywords: '关键词', themes: '行业领域', lineage: '来源', run: '交换运行', task: '交换任务', source: '数据源', software: '处理软件', landing: '原始页面', metadata: '元数据', notes: '说明', access: '开放方式', size: '大小',
    downloads: '下载', download: '下载', downloadAs: '下载 {{format}}', onDemand: '首次下载时生成', original: '原始文件', sha: '复制 SHA-256', noDownloads: '没有可下载的文件。', excel: '超过 Excel 的 1,048,576 行上限', noLicense: '未注明',
    quality: '质量', score: '{{n}} 分', noQuality: '还没有质量检查结果。', qualityText: '分数由提供方每次交换后的检查得出，满分 100 分。', dimension: '方面',
    harvested: '这是从其他目录采集来的条目，数据存放在提供方。', noDistributions: '目录条目没有给出数据资源。', open: '打开', noPreview: '这个数据集还没有可以预览的表。', cite: '复制引用', related: '同领域的数据集',
  },
  preview: {
    matching: '共 {{n}} 行', matchingSome: '符合条件的有 {{n}} 行', table: '数据预览表', filter: '筛选 {{what}}', sort: '排序', add: '筛选', clear: '清除筛选', op: '条件', value: '值', apply: '应用', cancel: '取消', column: '列',
    ops: { eq: '等于', ne: '不等于', contains: '包含', ge: '不小于', le: '不大于', empty: '为空', filled: '不为空' }, range: '第 {{from}}–{{to}} 行', prev: '上一页', next: '下一页', size: '每页行数', none: '没有符合条件的行。', asc: '升序', desc: '降序', nullText: '空',
    columns: '列 {{n}}/{{of}}', chooseColumns: '选择要显示的列', findColumn: '查找列', allColumns: '显示全部列', download: '按当前条件下载', downloadSome: '{{n}} 行、{{columns}} 列，由服务器按当前条件和顺序取出。', downloadAll: '符合当前条件的全部行，{{columns}} 列。', chosenColumns: '只含选中的列。', csv: '下载这些行（CSV）', copyAddress: '复制接口地址', asCode: '查看代码示例',
  },
  chart: { dimension: '分组', measure: '指标', count: '行数', fn: '方式', grain: '按', grains: { day: '日', month: '月', year: '年' }, point: '把指针移到线上，可以看到每一点的数值。', csv: '下载图表数据（CSV）', label: '折线图：{{title}}，{{n}} 个点，从 {{from}} 到 {{to}}；数值见下面的表。', fns: { count: '计数', sum: '合计', avg: '平均', min: '最小', max: '最大' }, title: '{{what}} 按 {{by}}', table: '图表数据', none: '没有适合分组的列。', first: '只画出前 {{n}} 组。' },
  dictionary: { field: '字段', name: '名称', type: '类型', text: '说明', required: '必填', key: '主键', missing: '空值', distinct: '不同值', range: '最小 / 最大', min: '最小', max: '最大', top: '最常见的值', topOf: '{{n}} 行，占 {{share}}', table: '数据字典', none: '没有登记列。', codes: '代码表', about: '约 {{n}}', unit: '单位：{{unit}}', lead: '{{n}} 列。空值、不同值与最小最大值由本版本的全部 {{rows}} 行算出。', csv: '下载字典（CSV）', json: '字典（JSON）', unique: '每行不同', everyRow: '没有空值', nullsOf: '{{n}} 行为空（{{share}}）' },
  map: { none: '没有表示位置的列。', nothing: '这些行没有可以画出的位置。', drawn: '画出 {{n}} 个位置', more: '共 {{n}} 行符合条件，只画出前面的部分；加上条件可以看到其余的。', without: '另有 {{n}} 行没有可用的坐标。', label: '位置图，{{n}} 个位置（{{what}}）；坐标见下面的表。', about: '按经纬度画出，没有底图；坐标原样取自数据，坐标系以数据说明为准。', table: '位置表', listed: '只列出前 {{n}} 个位置。', point: '把指针移到点上，可以看到名称和坐标。' },
  types: { text: '文本', integer: '整数', decimal: '小数', double: '浮点数', boolean: '是否', date: '日期', timestamp: '时间戳', time: '时间', json: 'JSON', geometry: '几何' },
  versions: { table: '版本', version: '版本', published: '发布时间', rows: '行数', size: '大小', refused: '拒收行', change: '结构', changed: '有变化', same: '未变', run: '运行', files: '下载', current: '当前', none: '还没有发布过版本。', compare: '比较两个版本', older: '旧版本', newer: '新版本', differences: '结构差异', noDifference: '两个版本的结构相同：列名、类型、必填、主键、单位、代码表都没有变化。', added: '新增', removed: '删除', altered: '修改', kind: '变化', columnName: '列', before: '旧', after: '新', rowsChange: '行数 {{from}} → {{to}}（{{change}}）', breaking: '不兼容：使用旧结构的程序可能出错。', only: '只有一个版本，还不能比较。', parts: { type: '类型', required: '必填', key: '主键', unit: '单位', title: '名称', description: '说明', codeList: '代码表', length: '长度' }, yes: '是', no: '否' },
  api: {
    lead: '每个数据集都有同样的查询接口。完整文档见 Swagger UI。', swagger: '打开 Swagger UI', console: '试一下', select: '列（select）', where: '条件（where）', order: '排序（order）', limit: '行数（limit）', send: '发送请求', request: '请求地址', answer: '回答', status: '状态', time: '{{n}} 毫秒', snippets: '代码示例', snippetsText: '可以直接运行，取的就是上面这个请求。', needs: { curl: '需要 curl', Python: '需要 Python 3，不用安装任何库', Java: '需要 JDK 17 或更新：存为 Records.java，运行 java Records.java', JavaScript: '需要 Node.js 18 或更新（存为 records.mjs），也可以在浏览器里运行', DuckDB: '需要 DuckDB：先下载整个版本的 Parquet 文件，再在本机查询' }, language: '语言', hint: '例：name = \'…\' and n >= 10', none: '采集条目的数据在提供方，本平台不提供查询接口。', metadata: '元数据接口', cut: '回答很长，这里只显示前 {{n}} 个字符。',
  },
  runs: {
    title: '交换运行', lead: '每次交换的结果、行数与问题。', status: '状态', outcome: '结果', task: '任务', any: '全部', started: '开始时间', duration: '用时', read: '读取', refused: '拒收', published: '发布', table: '交换运行', none: '没有符合条件的运行。', run: '运行', auto: '有运行正在进行，每 3 秒自动刷新', source: '数据源', taskHint: '任务标识', filter: '筛选', count: '共 {{n}} 次运行',
    statuses: { queued: '排队', running: '进行中', stopping: '正在停止', held: '等待决定', finished: '已结束' }, outcomes: { Published: '已发布', Unchanged: '无变化', Rejected: '未通过', Failed: '失败' },
    steps: { queued: '排队', fetching: '取数', decoding: '解析校验', publishing: '发布', cataloguing: '编目', finished: '结束' }, stepsLabel: '步骤', done: '已完成', now: '进行中', failed: '在此失败', notReached: '未到达',
    counts: '行数', bytes: '字节', started2: '开始', finished: '结束', dataset: '数据集', version: '版本', sentence: { Published: '数据已发布。', Unchanged: '数据与上一版本相同，没有产生新版本。', Rejected: '问题超过允许的范围，没有发布；上一版本保持不变。', Failed: '运行没有完成，没有发布；上一版本保持不变。', held: '来源的列变了，运行在等待决定；发布的数据没有变。', open: '运行正在进行，行数会自动更新。' },
    tables: '各表结果', findings: '发现的问题', noFindings: '没有发现问题。', rule: '规则', severity: '程度', severities: { error: '错误', warning: '警告', info: '提示' }, times: '{{n}} 处', samples: '样例', row: '数据行', value: '值', reason: '原因', withheld: '需要密钥', valuesWithheld: '被拒收的行可能含有个人信息：样例中的值和下载文件需要管理员密钥。规则、列、行号、处数和原因人人可见。', showValues: '输入密钥查看', quarantine: '下载被拒收的行（CSV）', quarantineHelp: '需要管理员密钥。文件列出数据行号（表头不计，从 1 起）、列、规则、值、原因和原始内容，改好后可以重新提交。',
    receipt: { title: '回执', verified: '已验证', broken: '验证不通过', sequence: '任务的第 {{n}} 张', number: '序号', algorithm: '签名算法', key: '公钥指纹', digest: '摘要', download: '下载回执', publicKey: '公钥' },
    errorTitle: '出了什么问题', act: '怎么办', kinds: { provider: '请联系数据提供方：源系统或送来的数据有问题。修好后再运行一次。', operator: '请平台运维检查设置、磁盘和网络，然后再运行一次。', caller: '请检查请求的内容（地址、参数、结构定义），改正后重新提交。', hub: '这是平台自身的错误。请把运行编号告诉维护人员。' }, stop: '停止运行', stopSent: '已请求停止。', details: '详情', id: '运行编号', refusedRows: '拒收行', live: '已进行 {{time}}', rate: '每秒 {{n}} 行', queuedAt: '排队', attempt: '第几次尝试', findingsLead: '{{kinds}} 类问题，{{n}} 处', where: '位置', said: '说明', found: '处数', showSamples: '样例 {{n}}', outcomeOf: '运行已结束：{{outcome}}', original: '下载原始文件', again: '同一任务的历次运行',
  },
  held: {
    title: '来源的列变了，等待决定', lead: '送达的数据已保存，还没有发布；同一任务之后的运行排在后面。', since: '自 {{time}} 起等待', tableOf: '{{table}}：与{{with}}比较', declared: '声明的结构', change: '变化', before: '原来的列', after: '现在的列', isNow: '现名', isNowOf: '{{column}} 的现名', gone: '没有了', required: '必填', order: '列的顺序不同，按列名对应',
    changes: { added: '新增', missing: '缺少', retyped: '类型变化', renamed: '可能改名', reordered: '换序' }, affected: '会影响谁', affectedWithheld: '订阅与目标涉及内部系统，需要管理员密钥才能列出。', nobody: '没有登记的订阅、任务或目标依赖这些数据集。', kinds: { subscription: '订阅', task: '任务', target: '目标' }, decide: '如何继续',
    verdicts: { evolve: '接受来源的列', ignore: '保持原有的列', reject: '拒收这次送达' }, means: { evolve: '新列加入数据集，改名的列用新名，缺少的列为空。', ignore: '新列不读入，改名的列仍用旧名，缺少的列为空。', reject: '这次送达不发布，上一版本不变。' }, decided: '已决定：{{what}}', sent: '决定已送出，运行继续。',
  },
  mend: { title: '修好被拒收的行', lead: '下载表格，改正标出的值，再上传；修好的行合并到最新版本。', table: '数据集', download: { xlsx: '下载 XLSX', csv: '下载 CSV' }, upload: '上传修好的文件', file: '修好的文件（CSV 或 XLSX）', replay: '用现行规则重新检查', help: '请保留列 _row：每行只能修一次，平台由它认出各行；其他以 _ 开头的列只说明原因。', begun: '已开始新的运行，点此查看', of: '修好的是' },
  tasks: { state: '状态', pause: '暂停', pauseOf: '暂停 {{what}}', resume: '恢复', resumeOf: '恢复 {{what}}', again: '再试', againOf: '再试 {{what}}', next: '下次 {{time}}', priority: '优先级 {{n}}', paused: '已暂停', gaveUp: '重试 {{n}} 次后放弃', breaker: '数据源熔断', until: '至 {{time}}', retry: '重试 {{n}}/{{of}}', late: '逾期 {{time}}', fine: '正常', every: '每 {{time}}', days: '{{n}} 天', hours: '{{n}} 小时', minutes: '{{n}} 分钟', seconds: '{{n}} 秒', daily: '每天 {{time}}', weekdays: '周一至周五 {{time}}', monthly: '每月 {{day}} 日 {{time}}', workingDays: '每个工作日 {{times}}', nthWorkingDay: '每月第 {{n}} 个工作日 {{times}}', arrival: '文件到达时', after: '{{task}} 发布之后', alerts: '告警（{{n}}）', times: '{{n}} 次', acknowledge: '我来处理', acknowledgeOf: '我来处理：{{what}}', acknowledged: '{{time}} 已有人处理', title: '交换任务', lead: '从数据源到数据集的固定安排，以及最近一次运行。', table: '交换任务', task: '任务', route: '数据源 → 数据集', schedule: '安排', last: '最近一次运行', never: '还没有运行过', action: '操作', start: '立即运行', startOf: '立即运行 {{what}}', manual: '手动', none: '还没有交换任务。', noneHelp: '用 ./jiaohui publish 发布一个文件，或通过接口登记数据源和任务。', started: '已开始运行', runs: '历次运行', several: '{{n}} 个数据集' },
  key: { title: '需要管理员密钥', text: '密钥在第一次启动平台时显示。只保存在本页面的内存里，刷新后要重新输入。', label: '管理员密钥', ok: '继续', cancel: '取消', forget: '忘记密钥' },
  developer: {
    title: '开发者', lead: '所有公开数据都能用 HTTP 读取，不需要密钥。', first: '三步完成第一次调用', step1: '找到数据集的标识', step2: '读取前几行', step3: '加上条件', docs: '接口文档', openapi: 'OpenAPI 3.1 描述', catalog: 'DCAT 目录', sparql: 'SPARQL 查询', swaggerText: '浏览全部接口，并在页面上直接调用', openapiText: '用来生成客户端代码', catalogText: 'Turtle、JSON-LD、RDF/XML，分页', sparqlText: 'SPARQL 1.1 只读查询，限时 10 秒', overview: '主要接口', method: '方法', path: '路径', what: '作用', errors: '出错时', errorsText: '错误是 RFC 9457 的 application/problem+json，带 code 和 traceId。', example: 'SPARQL 查询', sparqlLead: '目录的图可以用 SPARQL 1.1 查询：只读，限时 10 秒，不能用 SERVICE。', query: '查询', run: '运行查询', found: '{{n}} 行结果', nothing: '没有结果。', answerYes: '是', answerNo: '否', examples: '示例', sparqlExamples: { datasets: '数据集与提供方', formats: '各格式的个数', quality: '质量得分' },
    e: { datasets: '搜索数据集，带分面计数', dataset: '一个数据集；按 Accept 也给 Turtle、JSON-LD、RDF/XML', records: '按条件读取数据行，游标翻页', download: '下载文件，支持断点续传', versions: '全部版本', schema: '列定义，也给 CSVW', runs: '交换运行', start: '启动一次运行（需要管理员密钥）', publish: '发布一个文件或地址（需要管理员密钥）', summary: '平台总览数字' },
  },
  status: { names: { database: '数据库', search: '检索', graph: '目录图', objects: '对象存储', diskSpace: '磁盘', db: '数据库' }, lag: '落后 {{n}} 条变更', upToDate: '已是最新', disk: '剩余 {{free}}，共 {{total}}', others: '其他检查', title: '运行状态', overall: '总体', UP: '正常', DOWN: '不可用', OUT_OF_SERVICE: '停止服务', UNKNOWN: '未知', component: '组成部分', state: '状态', details: '详情', parts: '各部分的状态', checked: '检查时间', ok: '所有部分都正常。', bad: '有部分不可用，其他功能不受影响。', none: '服务没有给出各部分的状态。' },
};

export type Words = typeof zh;
