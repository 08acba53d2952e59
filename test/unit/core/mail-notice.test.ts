import { describe, expect, test } from '@jest/globals';
import { mailNotice, undelivered } from '#core/mail-notice';

const rita = { emailAddress: 'Rita@contactsheet.example', status: '5.1.1' };
const told = (detail: unknown) => undelivered(mailNotice.parse(detail));
const bounce = (bounceType: string) =>
  told({ eventType: 'Bounce', bounce: { bounceType, bouncedRecipients: [rita] } });

describe('what SES tells of a mail', () => {
  test('names whom it did not reach, in lower case as addresses are kept', () => {
    const complaint = { complainedRecipients: [rita], complaintFeedbackType: 'abuse' };
    const addresses = ['rita@contactsheet.example'];
    expect(bounce('Permanent')).toEqual({ addresses, why: 'bounced' });
    expect(bounce('Undetermined')).toEqual({ addresses, why: 'bounced' });
    expect(told({ eventType: 'Complaint', complaint })).toEqual({ addresses, why: 'complained' });
    expect(told({ eventType: 'Reject', mail: { destination: [rita.emailAddress] } })).toEqual({
      addresses,
      why: 'rejected',
    });
  });

  test('names nobody where the mail may still arrive or was found not to be spam', () => {
    const complaint = { complainedRecipients: [rita], complaintFeedbackType: 'not-spam' };
    expect(bounce('Transient').addresses).toEqual([]);
    expect(told({ eventType: 'Complaint', complaint }).addresses).toEqual([]);
  });
});
