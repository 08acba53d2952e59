import { describe, expect, test } from '@jest/globals';
import { root } from '../../../local/settings.ts';
import { readTemplate } from '../../../local/template.ts';
import { parseYaml } from '../../../local/yaml.ts';

describe('YAML', () => {
  test('that is broken is told by file, line and column', () => {
    expect(() => parseYaml('template.yaml', 'Resources:\n  Bad: [1, 2\n  Good: 1\n')).toThrow(
      /^template\.yaml:3:3 {2}\w/,
    );
  });

  test('says of many faults the first three', () => {
    const text = Array.from({ length: 9 }, (_, at) => `a${at}: "\\q"`).join('\n');
    const said = () => parseYaml('one.yaml', text);
    expect(said).toThrow(/^one\.yaml:1:\d+ .*\none\.yaml:2:\d+ .*\none\.yaml:3:\d+ .*$/);
  });

  test('with the tags of CloudFormation is read', async () => {
    const { Resources } = await readTemplate(root);
    expect(Resources['Api']?.Properties?.GatewayResponses).toHaveProperty('UNAUTHORIZED');
  });
});
