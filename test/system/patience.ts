import { jest } from '@jest/globals';

// Waits have deadlines of their own, which say what was waited for; this is only the last resort.
jest.setTimeout(180_000);
