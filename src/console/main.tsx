import './style/base.css';
import './style/forms.css';
import './style/film.css';
import './style/layout.css';
import './style/sending.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { openDesk } from './desk.ts';

const root = document.getElementById('console');
if (root) {
  const desk = await openDesk();
  root.replaceChildren();
  render(<App desk={desk} />, root);
}
