import type { FastifyInstance } from 'fastify';
import { h, type VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { type FiledMail, readMails } from './mailbox.ts';

const style = `
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; color-scheme: light dark; overflow-wrap: anywhere }
header, ol { max-width: 60rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.25rem; margin: 0 } p { margin: .25rem 0 } .soft { opacity: .75 }
ol { list-style: none } li { border-top: 1px solid #8886; padding: .75rem 0; min-height: 44px }
iframe { display: block; width: 100%; height: calc(100vh - 9rem); border: 0; border-top: 1px solid #8886; background: #fff }`;

/** What a mail may do in a browser: show pictures, have its own style, and lead elsewhere when it is clicked. */
const mailPolicy =
  "default-src 'none'; img-src http: https:; style-src 'unsafe-inline'; sandbox allow-top-navigation-by-user-activation allow-popups";

/**
 * Shows the local mailbox in a browser: a list, and each mail as it would look.
 * @param home the folder that the mails are filed in
 */
export function addMailbox(app: FastifyInstance, home: string): void {
  app.get('/mailbox', async (_request, reply) => {
    const mails = (await readMails(home)).reverse();
    return reply.type('text/html; charset=utf-8').send(document('Mailbox', list(mails)));
  });
  app.get<{ Params: { number: string } }>('/mailbox/:number', async (request, reply) => {
    const mail = await find(home, request.params.number);
    if (!mail) return reply.code(404).send({ title: 'There is no such mail', status: 404 });
    return reply.type('text/html; charset=utf-8').send(document(mail.subject, reading(mail)));
  });
  app.get<{ Params: { number: string } }>('/mailbox/:number/html', async (request, reply) => {
    const mail = await find(home, request.params.number);
    if (!mail) return reply.code(404).send({ title: 'There is no such mail', status: 404 });
    // A review page will not be framed: links lead out of the frame, as they lead out of a mail program.
    const html = mail.html.replace('<head>', '<head><base target="_top">');
    return reply.header('content-security-policy', mailPolicy).type('text/html; charset=utf-8').send(html);
  });
  app.get<{ Params: { number: string } }>('/mailbox/:number/text', async (request, reply) => {
    const mail = await find(home, request.params.number);
    if (!mail) return reply.code(404).send({ title: 'There is no such mail', status: 404 });
    return reply.type('text/plain; charset=utf-8').send(mail.text);
  });
}

async function find(home: string, number: string): Promise<FiledMail | undefined> {
  return (await readMails(home)).find((mail) => String(mail.number) === number);
}

function document(title: string, content: VNode): string {
  const head = [
    h('meta', { charset: 'utf-8' }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('title', null, `${title} – Contactsheet's local mailbox`),
    h('style', null, style),
  ];
  return `<!doctype html>${render(h('html', { lang: 'en' }, h('head', null, head), h('body', null, content)))}`;
}

function list(mails: readonly FiledMail[]): VNode {
  const heading = h('header', null, [
    h('h1', null, 'Mailbox'),
    h('p', { class: 'soft' }, mails.length > 0 ? 'Newest first; local only.' : 'No mail was sent yet.'),
  ]);
  const rows = mails.map((mail) =>
    h('li', null, [
      h('a', { href: `/mailbox/${mail.number}` }, mail.subject),
      h('p', { class: 'soft' }, `to ${mail.to.join(', ')}, ${mail.sentAt}`),
    ]),
  );
  return h('main', null, [heading, h('ol', null, rows)]);
}

function reading(mail: FiledMail): VNode {
  const from = `/mailbox/${mail.number}`;
  return h('main', null, [
    h('header', null, [
      h('h1', null, mail.subject),
      h('p', { class: 'soft' }, `from ${mail.from} to ${mail.to.join(', ')}, ${mail.sentAt}`),
      h('p', null, [
        h('a', { href: '/mailbox' }, 'All mails'),
        ' · ',
        h('a', { href: `${from}/text` }, 'Plain text'),
      ]),
    ]),
    h('iframe', { src: `${from}/html`, title: mail.subject }),
  ]);
}
