import './style/base.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { openDesk } from './desk.ts';

const root = document.getElementById('console');
if (root) {
  const desk = await openDesk();
  root.replaceChildren();
  render(<App desk={desk} />, root);
}
