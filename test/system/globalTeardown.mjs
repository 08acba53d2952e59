export { stopStack as default } from './stack.ts';
