export function must(condition, message) {
  if (!condition) throw new Error(message);
}
