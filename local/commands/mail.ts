import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from '../failure.ts';
import { describeMail, mailFolder, mailName, plainMail, readMails } from '../mailbox.ts';
import { readSettings } from '../settings.ts';

export const help = `Usage: npm run mail [-- --json | --open N]

Lists the mails that were sent, oldest first, with their links.

  --json     as an array of {to, subject, text, html, sentAt} (with npm run --silent mail, nothing else)
  --open N   prints the path of mail N's HTML, for a browser`;

/** Shows the mails that were filed, whether anything runs or not. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { json: { type: 'boolean', default: false }, open: { type: 'string' } },
  });
  const { home } = readSettings();
  const mails = await readMails(home);
  if (values.open !== undefined) {
    const mail = mails.find((one) => one.number === Number(values.open));
    if (!mail) throw new Failure(`There is no mail ${values.open}; there are ${mails.length}.`);
    console.log(join(mailFolder(home), `${mailName(mail)}.html`));
  } else if (values.json) console.log(JSON.stringify(mails.map(plainMail), null, 2));
  else
    console.log(
      mails.map((mail) => `${mail.sentAt}${describeMail(mail)}`).join('\n\n') || 'No mail was sent yet.',
    );
}
