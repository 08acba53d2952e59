/** The web page as local/console.ts builds it from src/console. */
declare module 'console:built' {
  const built: {
    entry: { script: string; style: string };
    files: Record<string, { type: string; text: string }>;
  };
  export default built;
}
