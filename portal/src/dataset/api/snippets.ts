export const LANGUAGES = ['curl', 'Java', 'Python', 'JavaScript', 'R'] as const;
export type SnippetLanguage = (typeof LANGUAGES)[number];

/** The same request in each language, with nothing but what the language brings along (R: jsonlite). */
export function snippet(language: SnippetLanguage, url: string): string {
  switch (language) {
    case 'curl':
      return `curl --fail '${url.replaceAll("'", '%27')}'`;
    case 'Java':
      return `var request = HttpRequest.newBuilder(URI.create("${url}")).header("Accept", "application/json").build();
var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
System.out.println(response.body());`;
    case 'Python':
      return `import json
import urllib.request

with urllib.request.urlopen("${url}") as response:
    page = json.load(response)
names = [column["name"] for column in page["columns"]]
rows = [dict(zip(names, row)) for row in page["rows"]]`;
    case 'JavaScript':
      return `const response = await fetch('${url.replaceAll("'", '%27')}');
if (!response.ok) throw new Error((await response.json()).detail);
const { columns, rows, next } = await response.json();`;
    case 'R':
      return `library(jsonlite)
page <- fromJSON("${url}")
rows <- as.data.frame(page$rows)
names(rows) <- page$columns$name`;
  }
}
