import type { Words } from './zh';

export const en: Words = {
  app: {
    name: 'Jiaohui · Transport Open Data and Exchange Hub', short: 'Jiaohui', tagline: 'Transport Open Data and Exchange Hub',
    skip: 'Skip to main content', nav: 'Main navigation', language: '中文', toDark: 'Dark', toLight: 'Light', footer: 'Footer', loading: 'Loading',
    noEnglish: 'English title not provided', copy: 'Copy', copied: 'Copied', copyFailed: 'Cannot copy', newWindow: ' (new window)', breadcrumb: 'You are here', external: 'External link',
  },
  nav: { search: 'Datasets', runs: 'Runs', tasks: 'Tasks', developer: 'Developers', status: 'Status', catalog: 'DCAT catalogue', swagger: 'API reference', sparql: 'SPARQL' },
  error: {
    title: 'This part could not be loaded', offline: 'The service cannot be reached. Check the network and try again.', server: 'The service failed. Try again later; if it persists, give the trace number to the administrator.',
    gone: 'This content was not found.', busy: 'Too many requests. Try again later.', refused: 'The administrator key is not right.', trace: 'Trace number: ', code: 'Error code: ', retry: 'Try again', broken: 'This part of the page failed',
  },
  missing: { title: 'Page not found', text: 'The address may be wrong, or the content has moved.', home: 'Go to the home page', search: 'Find data' },
  home: {
    title: 'Where transport data meets', lead: 'Find, preview and download open data, and see of every exchange what was read, refused and published.',
    datasets: 'Datasets', publishers: 'Publishers', rows: 'Rows of data', runsToday: 'Runs today', modified: 'Last updated', themes: 'Browse by theme', regions: 'Browse by region', latest: 'Latest datasets', all: 'See all',
    noThemes: 'No dataset has a theme yet.', empty: 'There is no dataset yet.', emptyHelp: 'Run ./jiaohui demo to load demonstration data, or publish a first file with ./jiaohui publish.', regionHint: 'One tile per province-level division; the number counts datasets', unit: '{{n}} datasets',
  },
  search: {
    title: 'Find data', label: 'Keywords', placeholder: 'Keywords, such as toll station, bus route, port', submit: 'Search', count: '{{n}} datasets found', sort: 'Sort by',
    sorts: { relevance: 'Relevance', modified: 'Last updated', title: 'Title', rows: 'Most rows', quality: 'Best quality' },
    facet: { theme: 'Theme', publisher: 'Publisher', format: 'Format', region: 'Region' }, filters: 'Filters', filtersOn: 'Filters ({{n}})', active: 'Active filters', remove: 'Remove filter: {{what}}', clear: 'Clear all filters',
    more: 'Show all {{n}}', less: 'Show fewer', find: 'Find in “{{what}}”', none: 'No dataset matches', noneHelp: 'Try a shorter word, or drop a filter.', drop: 'Drop “{{what}}”', dropWord: 'Drop the keyword “{{what}}”',
    did: 'Did you mean', rows: '{{n}} rows', quality: 'Quality {{n}}', harvested: 'Harvested from {{from}}', updated: 'Updated {{day}}', cycle: '{{cycle}} · updated {{day}}', pages: 'Pages', prev: 'Previous', next: 'Next', page: 'Page {{n}}', limit: 'Only the first 10,000 results are shown. Narrow the search.', show: 'Show {{n}} results', results: 'Search results', close: 'Close filters',
  },
  dataset: {
    crumb: 'Dataset', tabs: { preview: 'Preview', chart: 'Chart', dictionary: 'Data dictionary', versions: 'Versions', quality: 'Quality', api: 'API', distributions: 'Resources' }, tabsLabel: 'Dataset content',
    rows: '{{n}} rows', id: 'Identifier', version: 'Version', updated: 'Last updated', issued: 'First published', publisher: 'Publisher', cycle: 'Update cycle', license: 'Licence', region: 'Region', keywords: 'Keywords', themes: 'Themes', lineage: 'Lineage', run: 'Exchange run', task: 'Exchange task', source: 'Source', software: 'Processed by', landing: 'Original page', metadata: 'Metadata', notes: 'Notes', access: 'Access', size: 'Size',
    downloads: 'Download', download: 'Download', downloadAs: 'Download {{format}}', onDemand: 'Made at the first download', original: 'Original file', sha: 'Copy SHA-256', noDownloads: 'There is no file to download.', excel: 'More than the 1,048,576 rows of Excel', noLicense: 'Not stated',
    quality: 'Quality', score: '{{n}} of 100', noQuality: 'There are no results of quality checks yet.', qualityText: 'Scores come from the checks of each exchange; the best is 100.', dimension: 'Dimension',
    harvested: 'This entry was harvested from another catalogue. The data lies with its provider.', noDistributions: 'The entry names no resources.', open: 'Open', noPreview: 'This dataset has no table to preview yet.',
  },
  preview: {
    matching: '{{n}} rows', matchingSome: '{{n}} rows match', table: 'Data preview table', filter: 'Filter {{what}}', sort: 'sort', add: 'Filter', clear: 'Clear filters', op: 'Condition', value: 'Value', apply: 'Apply', cancel: 'Cancel', column: 'Column',
    ops: { eq: 'is', ne: 'is not', contains: 'contains', ge: 'at least', le: 'at most', empty: 'is empty', filled: 'is not empty' }, range: 'Rows {{from}}–{{to}}', prev: 'Previous', next: 'Next', size: 'Rows per page', none: 'No row matches.', asc: 'ascending', desc: 'descending', nullText: 'empty', server: 'The server sorts and filters all of the data.',
  },
  chart: { dimension: 'Group by', measure: 'Measure', count: 'Rows', fn: 'Function', fns: { count: 'Count', sum: 'Sum', avg: 'Average', min: 'Minimum', max: 'Maximum' }, title: '{{what}} by {{by}}', table: 'Chart data', none: 'No column lends itself to grouping.', first: 'Only the first {{n}} groups are drawn.' },
  dictionary: { field: 'Field', name: 'Title', type: 'Type', text: 'Description', required: 'Required', key: 'Key', missing: 'Missing', distinct: 'Distinct', range: 'Min / max', top: 'Most frequent', table: 'Data dictionary', none: 'No columns are registered.', codes: 'Code list', about: 'about {{n}}', unit: 'Unit: {{unit}}' },
  types: { text: 'text', integer: 'integer', decimal: 'decimal', double: 'double', boolean: 'boolean', date: 'date', timestamp: 'timestamp', time: 'time', json: 'JSON', geometry: 'geometry' },
  versions: { table: 'Versions', version: 'Version', published: 'Published', rows: 'Rows', size: 'Size', refused: 'Refused', change: 'Schema', changed: 'changed', same: 'same', run: 'Run', files: 'Download', current: 'current', none: 'No version has been published yet.' },
  api: {
    lead: 'Every dataset has the same query interface. Swagger UI has the full reference.', swagger: 'Open Swagger UI', console: 'Try it', select: 'Columns (select)', where: 'Condition (where)', order: 'Order (order)', limit: 'Rows (limit)', send: 'Send request', request: 'Request', answer: 'Answer', status: 'Status', time: '{{n}} ms', snippets: 'Code examples', language: 'Language', hint: 'e.g. name = \'…\' and n >= 10', none: 'The data of a harvested entry lies with its provider; this hub offers no query interface for it.', metadata: 'Metadata interfaces', cut: 'The answer is long; only the first {{n}} characters are shown.',
  },
  runs: {
    title: 'Exchange runs', lead: 'The outcome, counts and findings of every exchange.', status: 'Status', outcome: 'Outcome', task: 'Task', any: 'All', started: 'Started', duration: 'Duration', read: 'Read', refused: 'Refused', published: 'Published', table: 'Exchange runs', none: 'No run matches.', run: 'Run', auto: 'A run is in progress; refreshing every 3 seconds', source: 'Source', taskHint: 'Task identifier', filter: 'Filter', count: '{{n}} runs',
    statuses: { queued: 'Queued', running: 'Running', stopping: 'Stopping', finished: 'Finished' }, outcomes: { Published: 'Published', Unchanged: 'Unchanged', Rejected: 'Rejected', Failed: 'Failed' },
    steps: { queued: 'Queued', fetching: 'Fetching', decoding: 'Decoding', publishing: 'Publishing', cataloguing: 'Cataloguing', finished: 'Finished' }, stepsLabel: 'Steps', done: 'done', now: 'in progress', failed: 'failed here', notReached: 'not reached',
    counts: 'Rows', bytes: 'Bytes', started2: 'Started', finished: 'Finished', dataset: 'Dataset', version: 'Version', sentence: { Published: 'The data is published.', Unchanged: 'The data equals the previous version; there is no new version.', Rejected: 'There were more findings than allowed, so nothing was published. The previous version stays.', Failed: 'The run did not complete and nothing was published. The previous version stays.', open: 'The run is in progress; the counts update by themselves.' },
    tables: 'Results by table', findings: 'Findings', noFindings: 'Nothing was found wrong.', rule: 'Rule', severity: 'Severity', severities: { error: 'Error', warning: 'Warning', info: 'Note' }, times: '{{n}} times', samples: 'Samples', row: 'Row', value: 'Value', reason: 'Reason', quarantine: 'Download refused rows (CSV)', quarantineHelp: 'The file lists row number, column, rule, value, reason and the raw content, so that rows can be mended and delivered again.',
    errorTitle: 'What went wrong', act: 'What to do', kinds: { provider: 'Contact the data provider: the source system or the delivered data is at fault. Run again once it is mended.', operator: 'The operator of this hub should check settings, disk and network, then run again.', caller: 'Check what was requested (address, parameters, schema), correct it and submit again.', hub: 'This is an error of the hub itself. Give the run number to its maintainers.' }, stop: 'Stop run', stopSent: 'Stop was requested.', details: 'Details', id: 'Run number',
  },
  tasks: { title: 'Exchange tasks', lead: 'Standing orders from a source to a dataset, with their last run.', table: 'Exchange tasks', task: 'Task', route: 'Source → dataset', schedule: 'Schedule', last: 'Last run', never: 'never ran', action: 'Action', start: 'Run now', startOf: 'Run now: {{what}}', manual: 'by hand', none: 'There is no exchange task yet.', noneHelp: 'Publish a file with ./jiaohui publish, or register a source and a task through the API.', started: 'The run has started', runs: 'All its runs' },
  key: { title: 'Administrator key needed', text: 'The key was shown when the hub was first started. It stays in the memory of this page only and must be entered again after a reload.', label: 'Administrator key', ok: 'Continue', cancel: 'Cancel', forget: 'Forget the key' },
  developer: {
    title: 'Developers', lead: 'All open data can be read over HTTP without a key.', first: 'Three steps to the first call', step1: 'Find the identifier of a dataset', step2: 'Read its first rows', step3: 'Add a condition', docs: 'Reference', openapi: 'OpenAPI 3.1 description', catalog: 'DCAT catalogue', sparql: 'SPARQL query', swaggerText: 'Browse all endpoints and call them in the page', openapiText: 'For generating client code', catalogText: 'Turtle, JSON-LD, RDF/XML, paged', sparqlText: 'SPARQL 1.1, read-only, limited to 10 seconds', overview: 'Main endpoints', method: 'Method', path: 'Path', what: 'What it does', errors: 'When something fails', errorsText: 'Errors are application/problem+json of RFC 9457, with code and traceId.', example: 'SPARQL example',
    e: { datasets: 'Search datasets, with facet counts', dataset: 'One dataset; by Accept also Turtle, JSON-LD, RDF/XML', records: 'Read rows by condition, paged by cursor', download: 'Download a file; ranges are supported', versions: 'All versions', schema: 'Column definitions, also as CSVW', runs: 'Exchange runs', start: 'Start a run (administrator key)', publish: 'Publish a file or an address (administrator key)', summary: 'The numbers of the hub' },
  },
  status: { title: 'Status', overall: 'Overall', UP: 'up', DOWN: 'down', OUT_OF_SERVICE: 'out of service', UNKNOWN: 'unknown', component: 'Component', state: 'State', details: 'Details', parts: 'State of each component', checked: 'Checked', ok: 'All components are up.', bad: 'A component is down; other functions go on.', none: 'The service did not list its components.' },
};
