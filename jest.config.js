const transform = {
  '^.+\\.tsx?$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2024',
        parser: { syntax: 'typescript', tsx: true },
        transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        // JSON is imported by saying so.
        experimental: { keepImportAttributes: true },
      },
      module: { type: 'es6' },
      sourceMaps: 'inline',
    },
  ],
};

const project = (name, more = {}) => ({
  displayName: name,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/test/${name}/**/*.test.{ts,tsx}`],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform,
  // A busy machine is slow: waits have deadlines of their own.
  setupFilesAfterEnv: ['<rootDir>/test/system/patience.ts'],
  ...more,
});

// One after another, when all others are done.
const serial = {
  runner: '<rootDir>/test/system/serialRunner.mjs',
};

// What runs against the one deployed stack: jest starts it once, however many projects name it.
const deployed = {
  globalSetup: '<rootDir>/test/system/globalSetup.mjs',
  globalTeardown: '<rootDir>/test/system/globalTeardown.mjs',
};

export default {
  projects: [
    project('unit'),
    project('workflow'),
    project('integration', { ...deployed, testPathIgnorePatterns: ['/integration/alone/'] }),
    // These change the stack under the feet of others.
    project('integration', {
      ...deployed,
      ...serial,
      testMatch: ['<rootDir>/test/integration/alone/*.test.ts'],
    }),
    project('browser', deployed),
    // Pages in a real Chromium, with no stack behind them.
    project('views'),
    project('faults', serial),
  ],
};
