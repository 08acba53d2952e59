import { describe, expect, it } from '@jest/globals';
import { aws } from '../system/aws.ts';
import { call, waitFor } from '../system/client.ts';
import { logLines, telling } from '../system/logs.ts';
import { person } from '../system/people.ts';
import { mustRecord } from '../system/records.ts';
import { inReview } from '../system/scenes.ts';

describe('the logs', () => {
  it('tell what happened, and hold no token, no link and no address of all that were used', async () => {
    const { sender, reviewers, pictures } = await inReview();
    const [{ id, links }] = pictures;
    const operator = await person('operator', 'operators');
    const token = (await mustRecord(id)).review?.token ?? '';
    await call('GET', `${links[0]}/thumbnail`);
    await call('GET', `${links[0]}x`, { headers: { accept: 'application/json' } });
    await call('POST', links[0], { body: { decision: 'approve', comment: 'A quiet remark' } });
    await call('POST', links[0], { body: { decision: 'reject' } });
    await waitFor(sender, id, 'approved');
    await call('GET', `/images/${id}/workflow`, { as: operator });
    await call('POST', '/images', { as: sender, body: { reviewers: ['stranger@elsewhere.example'] } });

    const lines = await logLines(aws().logs);
    expect(lines.filter((line) => line.includes('answered')).length).toBeGreaterThan(5);
    expect(lines.some((line) => line.includes('/reviews/{link}'))).toBe(true);
    const own = [token, sender.token, sender.email, ...reviewers, links[0], 'A quiet remark'];
    expect(telling(lines, own)).toEqual([]);
  });
});
