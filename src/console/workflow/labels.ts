/** A rule of a Choice: a comparison of one variable, or rules together. */
export interface Rule {
  Variable?: string;
  Not?: Rule;
  And?: Rule[];
  Or?: Rule[];
  [comparison: string]: unknown;
}

/** Comparisons by how their names end, in words; `Equals` needs none. */
const comparisons: readonly [ending: string, words: string][] = [
  ['LessThanEquals', 'at most'],
  ['GreaterThanEquals', 'at least'],
  ['LessThan', 'below'],
  ['GreaterThan', 'above'],
  ['Matches', 'like'],
  ['Equals', ''],
];

/** When a choice is taken, in a few words: `approved`, `no verdict`, `count at least 3`. */
export function ruleInWords(rule: Rule): string {
  if (rule.Not) return `no ${ruleInWords(rule.Not)}`;
  if (rule.And) return rule.And.map(ruleInWords).join(' and ');
  if (rule.Or) return rule.Or.map(ruleInWords).join(' or ');
  const variable = lastName(rule.Variable ?? '');
  const [operator = '', value] =
    Object.entries(rule).find(([key]) => /^(Is|String|Numeric|Boolean|Timestamp)[A-Z]/.test(key)) ?? [];
  if (operator.startsWith('Is') || operator.startsWith('Boolean')) {
    const what =
      operator === 'IsPresent' || operator === 'BooleanEquals'
        ? variable
        : `${variable} ${operator.slice(2)}`;
    return value === false ? `no ${what}` : what;
  }
  const [, words = operator] =
    comparisons.find(([ending]) => operator.replace(/Path$/, '').endsWith(ending)) ?? [];
  const shown = operator.endsWith('Path') ? lastName(String(value)) : String(value);
  // What a text is compared with says it all: verdict, outcome and the like are named by the state that chooses.
  return operator === 'StringEquals' ? shown : [variable, words, shown].filter(Boolean).join(' ');
}

/** Which errors are caught: `timed out`, `execution already exists`; nothing where all are. */
export function errorsInWords(names: string[]): string {
  if (names.includes('States.ALL')) return '';
  return [...new Set(names.map(errorInWords))].join(' or ');
}

function errorInWords(name: string): string {
  const last =
    name
      .split('.')
      .at(-1)
      ?.replace(/Exception$/, '') ?? name;
  if (/Timeout$/.test(last)) return 'timed out';
  return last
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]/g, ' ')
    .toLowerCase();
}

function lastName(path: string): string {
  return path.split('.').at(-1)?.replace(/^\$+/, '') ?? path;
}
