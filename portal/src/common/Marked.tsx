/** Text from the search index: HTML-escaped, with `<em>` as its only markup. Anything else is shown as text. */
export function Marked({ html }: { html: string }) {
  return (
    <>
      {html.split(/(<em>.*?<\/em>)/g).map((part, at) => {
        const hit = /^<em>(.*)<\/em>$/.exec(part);
        return hit ? <mark key={at}>{unescape(hit[1] ?? '')}</mark> : <span key={at}>{unescape(part)}</span>;
      })}
    </>
  );
}

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&#x27;': "'", '&#x2F;': '/', '&amp;': '&' };

function unescape(text: string): string {
  return text.replace(/&(?:lt|gt|quot|amp|#39|#x27|#x2F);/g, (entity) => ENTITIES[entity] ?? entity);
}
