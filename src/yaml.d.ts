declare module '*.yaml' {
  const document: { openapi: string; [field: string]: unknown };
  export default document;
}
