/** The title of a thing, and under it the id that the interfaces know it by. */
export function TitleAndId({ id, title }: { id: string; title?: string }) {
  return (
    <>
      {title ?? id}
      {title && title !== id && (
        <div className="dim small">
          <code>{id}</code>
        </div>
      )}
    </>
  );
}
