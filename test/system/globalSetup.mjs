// Plain JavaScript, so that jest leaves it alone and Node runs the TypeScript behind it as it is.
// Several projects name this file; jest runs it once.
export { startStack as default } from './stack.ts';
