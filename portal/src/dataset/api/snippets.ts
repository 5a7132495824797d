export const LANGUAGES = ['curl', 'Python', 'Java', 'JavaScript', 'DuckDB'] as const;
export type SnippetLanguage = (typeof LANGUAGES)[number];

/** A question to the records of a dataset. */
export interface Ask {
  /** Scheme, host and port of the hub. */
  origin: string;
  dataset: string;
  path: string;
  select: string;
  where: string;
  order: string;
  limit: string;
}

const PARTS = ['select', 'where', 'order', 'limit'] as const;
const partsOf = (ask: Ask) => PARTS.map((name) => [name, ask[name].trim()] as const).filter(([, value]) => value !== '');

/** One word for a POSIX shell, whatever it holds. */
const shell = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
/** A string of JSON is a string of Python, Java and JavaScript too, once its Unicode escapes are short. */
const quoted = (text: string) => JSON.stringify(text);

/** The same question in each language: a whole program that runs as it is. `browser/snippets.mjs` runs them all. */
export function snippet(language: SnippetLanguage, ask: Ask): string {
  const parts = partsOf(ask);
  const url = `${ask.origin}${ask.path}`;
  switch (language) {
    case 'curl':
      return [`curl --fail --silent --show-error --get ${shell(url)}`, ...parts.map(([name, value]) => `  --data-urlencode ${shell(`${name}=${value}`)}`)].join(' \\\n');
    case 'Python':
      return `import json
from urllib.parse import urlencode
from urllib.request import urlopen

question = {
${parts.map(([name, value]) => `    ${quoted(name)}: ${quoted(value)},`).join('\n')}
}
with urlopen(${quoted(`${url}?`)} + urlencode(question)) as response:
    page = json.load(response)

names = [column["name"] for column in page["columns"]]
for row in page["rows"]:
    print(dict(zip(names, row)))`;
    case 'Java':
      return `import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

public class Records {
    public static void main(String[] args) throws Exception {
        String question = ${parts.map(([name, value], at) => `"${at ? '&' : ''}${name}=" + text(${quoted(value)})`).join('\n                + ') || '""'};
        HttpRequest request = HttpRequest.newBuilder(URI.create(${quoted(`${url}?`)} + question)).build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.body());
        }
        System.out.println(response.body());
    }

    private static String text(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}`;
    case 'JavaScript':
      return `const question = new URLSearchParams({
${parts.map(([name, value]) => `  ${name}: ${quoted(value)},`).join('\n')}
});
const response = await fetch(${quoted(`${url}?`)} + question);
const page = await response.json();
if (!response.ok) throw new Error(page.detail);

const rows = page.rows.map((row) => Object.fromEntries(page.columns.map(({ name }, at) => [name, row[at]])));
console.log(rows);`;
    case 'DuckDB':
      return duckdb(ask);
  }
}

/** The whole version as a file, then SQL on it; what the hub reads as a question is SQL as it stands. */
function duckdb({ origin, dataset, select, where, order, limit }: Ask): string {
  const file = `${dataset.replace(/[^A-Za-z0-9._-]/g, '_')}.parquet`;
  const sql = [
    `SELECT ${select.trim() || '*'}`,
    `FROM read_parquet('${file}')`,
    ...(where.trim() ? [`WHERE ${where.trim()}`] : []),
    ...(order.trim() ? [`ORDER BY ${order.trim()}`] : []),
    ...(limit.trim() ? [`LIMIT ${limit.trim()}`] : []),
  ].join('\n');
  return `curl --fail --silent --show-error --output ${file} ${shell(`${origin}/api/v1/datasets/${encodeURIComponent(dataset)}/download/parquet`)}
duckdb -c ${shell(`${sql};`)}`;
}
