/** The text of a page's script, bundled: the build puts it in, see `local/scripts.ts`. */
declare module '*?script' {
  const text: string;
  export default text;
}
