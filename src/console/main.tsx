import './style/base.css';
import './style/forms.css';
import './style/film.css';
import './style/layout.css';
import './style/sending.css';
import './workflow/workflow.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { openTools } from './tools.ts';

const root = document.getElementById('console');
if (root) {
  const tools = await openTools();
  root.replaceChildren();
  render(<App tools={tools} />, root);
}
