import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';

/** What is sent: the same in HTML and in plain text. */
export interface OutgoingMail {
  to: string[];
  subject: string;
  html: string;
  text: string;
}

/**
 * Mail by SES from one sender.
 * @param configuration the configuration set, by which SES tells of mails that come back
 */
export function sesMail(sender: string, configuration: string, client: SESv2Client = new SESv2Client({})) {
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  return {
    async send(mail: OutgoingMail): Promise<void> {
      await client.send(
        new SendEmailCommand({
          FromEmailAddress: sender,
          ConfigurationSetName: configuration,
          Destination: { ToAddresses: mail.to },
          Content: {
            Simple: { Subject: utf8(mail.subject), Body: { Html: utf8(mail.html), Text: utf8(mail.text) } },
          },
        }),
      );
    },
  };
}
