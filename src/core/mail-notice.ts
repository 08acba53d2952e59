import * as z from 'zod';

const recipient = z.object({ emailAddress: z.string().toLowerCase() });

/**
 * What SES tells of a mail that it had taken, as far as it is read:
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export const mailNotice = z.discriminatedUnion('eventType', [
  z.object({
    eventType: z.literal('Bounce'),
    bounce: z.object({ bounceType: z.string(), bouncedRecipients: z.array(recipient) }),
  }),
  z.object({
    eventType: z.literal('Complaint'),
    complaint: z.object({
      complainedRecipients: z.array(recipient),
      complaintFeedbackType: z.string().nullish(),
    }),
  }),
  z.object({
    eventType: z.literal('Reject'),
    /** A rejected mail holds a virus; it names its recipients nowhere else. */
    mail: z.object({ destination: z.array(z.string().toLowerCase()) }),
  }),
]);
export type MailNotice = z.infer<typeof mailNotice>;

/** Why a mail did not reach an address; what was rejected says nothing against the address. */
export type NoticeWhy = 'bounced' | 'complained' | 'rejected';

/**
 * Whom a mail did not reach, and why: nobody where it may still arrive, as in a mailbox that is full for now, or where a
 * reader took it back out of the spam folder.
 */
export function undelivered(notice: MailNotice): { addresses: string[]; why: NoticeWhy } {
  switch (notice.eventType) {
    case 'Bounce': {
      const { bounceType, bouncedRecipients } = notice.bounce;
      return { addresses: bounceType === 'Transient' ? [] : named(bouncedRecipients), why: 'bounced' };
    }
    case 'Complaint': {
      const { complainedRecipients, complaintFeedbackType } = notice.complaint;
      const spam = complaintFeedbackType !== 'not-spam';
      return { addresses: spam ? named(complainedRecipients) : [], why: 'complained' };
    }
    case 'Reject':
      return { addresses: notice.mail.destination, why: 'rejected' };
  }
}

function named(recipients: readonly z.infer<typeof recipient>[]): string[] {
  return recipients.map(({ emailAddress }) => emailAddress);
}
