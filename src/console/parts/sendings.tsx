export function Sendings() {
  return null;
}
