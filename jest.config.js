const transform = {
  '^.+\\.tsx?$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2024',
        parser: { syntax: 'typescript', tsx: true },
        transform: { react: { runtime: 'automatic', importSource: 'preact' } },
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
  ...more,
});

// What runs against the one deployed stack: jest starts it once, however many projects name it.
const deployed = {
  globalSetup: '<rootDir>/test/system/globalSetup.mjs',
  globalTeardown: '<rootDir>/test/system/globalTeardown.mjs',
  testTimeout: 150_000,
};

export default {
  projects: [
    project('unit'),
    project('workflow'),
    project('integration', deployed),
    project('browser', deployed),
    project('faults', { testTimeout: 240_000 }),
  ],
};
