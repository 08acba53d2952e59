import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  eventsOf,
  type Fields,
  fields,
  find,
  functionsOf,
  list,
  type Resource,
  readTemplate,
  resourcesOf,
  type Value,
} from './cloudformation.ts';

const template = readTemplate();
const functions = functionsOf(template);
const globals = template.Globals.Function;

const folderOf = (resource: Resource) => String(resource.Metadata?.['SamResourceId']);
const folders = readdirSync('src/functions', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

/** A number as it is written, or the default of the parameter that it is. */
function numberOf(value: Value | undefined): number {
  const parameter = fields(value)['Ref'];
  return Number(typeof parameter === 'string' ? template.Parameters[parameter]?.Default : value);
}

/** The resource that a `!GetAtt` or `!Ref` names. */
function resourceOf(value: Value | undefined): Resource | undefined {
  const { Ref, 'Fn::GetAtt': attribute } = fields(value);
  return template.Resources[String(Ref ?? list(attribute)[0])];
}

describe('functions', () => {
  test('there is one for each folder of src/functions, called like it in Metadata.SamResourceId', () => {
    expect(functions.map(([, resource]) => folderOf(resource)).sort()).toEqual(folders);
  });

  test.each(folders)('%s has a handler', (folder) => {
    expect(existsSync(`src/functions/${folder}/handler.ts`)).toBe(true);
  });

  test.each(folders)('%s has an event to invoke it with, in valid JSON', (folder) => {
    expect(() => JSON.parse(readFileSync(`events/${folder}.json`, 'utf8'))).not.toThrow();
  });

  test('no event is left of a function that is not there', () => {
    const events = readdirSync('events').filter((file) => file.endsWith('.json'));
    expect(events.filter((file) => !folders.includes(file.replace('.json', '')))).toEqual([]);
  });

  test.each(functions)(
    '%s is named after its stack and folder, and built from that folder',
    (_, resource) => {
      const folder = folderOf(resource);
      expect(resource.Properties).toMatchObject({
        FunctionName: { 'Fn::Sub': `\${AWS::StackName}-${folder}` },
        CodeUri: `build/functions/${folder}`,
      });
    },
  );

  test('all run on Node 24 and are traced', () => {
    expect(globals).toMatchObject({ Runtime: 'nodejs24.x', Tracing: 'Active' });
  });

  test.each(functions)('%s has no runtime, handler or tracing of its own', (_, { Properties }) => {
    expect(Object.keys(Properties)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(Runtime|Handler|Tracing)$/)]),
    );
  });

  test('the state machines are traced', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::Serverless::StateMachine')) {
      expect(Properties['Tracing']).toEqual({ Enabled: true });
    }
  });

  test('an environment holds no value that looks like a secret', () => {
    const variables = find(template.Resources as unknown as Value, (one) => 'Variables' in one).flatMap(
      (one) => Object.entries(fields(one['Variables'])),
    );
    const secrets = variables.filter(
      ([name, value]) => /SECRET|PASSWORD|TOKEN/.test(name) && !('Ref' in fields(value)),
    );
    expect(secrets).toEqual([]);
  });
});

describe('the API', () => {
  const apis = resourcesOf(template, 'AWS::Serverless::Api').map(([, { Properties }]) => Properties);

  test('is there', () => {
    expect(apis).toHaveLength(1);
  });

  test.each(apis)('keeps no address of a request, since a link in it is the right to decide', (api) => {
    // A trace segment holds the whole URL for 30 days; so do execution logs, at any level.
    expect(api['TracingEnabled']).toBe(false);
    expect(list(api['MethodSettings']).filter((one) => 'LoggingLevel' in fields(one))).toEqual([]);
    expect(JSON.stringify(api['AccessLogSetting'] ?? '')).not.toMatch(
      /\$context\.(customDomain|path|requestOverride)/,
    );
  });

  // https://github.com/aws/serverless-application-model/issues/2077: the other would be called "Stage", without limits.
  test('answers at one stage, the one that is throttled, as SAM adds another where no OpenAPI version is named', () => {
    expect(apis[0]).toMatchObject({
      OpenApiVersion: expect.stringMatching(/^3\.0\.\d$/),
      StageName: 'v1',
      MethodSettings: [
        {
          ResourcePath: '/*',
          HttpMethod: '*',
          ThrottlingRateLimit: expect.any(Number),
          ThrottlingBurstLimit: expect.any(Number),
        },
      ],
    });
    expect(resourcesOf(template, 'AWS::ApiGateway::Stage')).toEqual([]);
  });

  test('leaves the status of what goes wrong behind it as it is', () => {
    const responses = fields(apis[0]?.['GatewayResponses']);
    const statusOf = (name: string) => fields(responses[name])['StatusCode'];
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['DEFAULT_4XX', 'DEFAULT_5XX']));
    expect(statusOf('DEFAULT_4XX')).toBeUndefined();
    expect(statusOf('DEFAULT_5XX')).toBeUndefined();
    expect(statusOf('INTEGRATION_TIMEOUT')).toBe('504');
    expect(statusOf('INTEGRATION_FAILURE')).toBe('504');
  });
});

describe('queues', () => {
  const feeds = functions.flatMap(([name, resource]) =>
    eventsOf(resource, 'SQS').map((event) => ({ name, resource, event, queue: resourceOf(event['Queue']) })),
  );

  test('some functions are fed by queues', () => {
    expect(feeds.length).toBeGreaterThan(0);
  });

  test.each(feeds)(
    'the queue of $name hides a message for at least six times as long as the function may run',
    (feed) => {
      const timeout = numberOf(feed.resource.Properties['Timeout'] ?? globals['Timeout'] ?? 3);
      expect(numberOf(feed.queue?.Properties['VisibilityTimeout'] ?? 30)).toBeGreaterThanOrEqual(6 * timeout);
    },
  );

  test.each(feeds)(
    'the queue of $name gives up on a message in the end, and keeps it in another queue for two weeks',
    (feed) => {
      const { deadLetterTargetArn, maxReceiveCount } = fields(feed.queue?.Properties['RedrivePolicy']);
      expect(numberOf(maxReceiveCount)).toBeGreaterThan(1);
      expect(resourceOf(deadLetterTargetArn)).toMatchObject({
        Type: 'AWS::SQS::Queue',
        Properties: { MessageRetentionPeriod: 1_209_600 },
      });
    },
  );

  test.each(feeds)('$name says which messages of a batch failed', ({ event }) => {
    expect(event['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
  });

  test.each(feeds)('one parameter bounds how many of $name run at once', ({ event }) => {
    // The local AWS takes a parameter for text, so a number stands there.
    expect(event['ScalingConfig']).toEqual({
      MaximumConcurrency: { 'Fn::If': ['IsLocal', expect.any(Number), { Ref: 'WorkerConcurrency' }] },
    });
  });

  test('together run fewer workers than the README has a new account ask for', () => {
    const [, asked] =
      /--quota-code L-B99A9384 --desired-value (\d+)/.exec(readFileSync('README.md', 'utf8')) ?? [];
    const together = feeds.length * Number(template.Parameters['WorkerConcurrency']?.Default);
    expect(together).toBeLessThan(Number(asked));
  });
});

describe('what waits for more pictures', () => {
  const samconfig = readFileSync('samconfig.toml', 'utf8');
  const stages = [...samconfig.matchAll(/^\[(\w+)\.deploy\.parameters\]$/gm)].map(([, stage = '']) => stage);
  const given = (stage: string, parameter: string) => {
    const [, section = ''] = samconfig.split(`[${stage}.deploy.parameters]`);
    const [, value] = new RegExp(`"${parameter}=(\\d+)"`).exec(section.split('\n[')[0] ?? '') ?? [];
    return Number(value ?? template.Parameters[parameter]?.Default);
  };

  test.each(stages.filter((stage) => stage !== 'local'))(
    'on AWS (%s) is looked at twelve times at most, as Lambda ends a chain of about 16 messages',
    (stage) => {
      const [longest, quiet] = [given(stage, 'DigestMaxSeconds'), given(stage, 'DigestQuietSeconds')];
      expect(longest / quiet).toBeLessThanOrEqual(12);
    },
  );
});

describe('streams', () => {
  const feeds = functions.flatMap(([name, resource]) =>
    eventsOf(resource, 'DynamoDB').map((event) => ({ name, event })),
  );

  test('some functions are fed by what is written to a table', () => {
    expect(feeds.length).toBeGreaterThan(0);
  });

  test.each(feeds)('$name sees both what was and what is', ({ event }) => {
    expect(resourceOf(event['Stream'])?.Properties['StreamSpecification']).toEqual({
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    });
  });

  test.each(feeds)('what $name does not take holds nobody up for ever, and is kept note of', ({ event }) => {
    // The stream itself holds a write for a day; what is given up has to be there still, to be replayed.
    expect(numberOf(event['MaximumRecordAgeInSeconds'])).toBeLessThanOrEqual(6 * 3600);
    expect(event['BisectBatchOnFunctionError']).toBe(true);
    const { OnFailure } = fields(event['DestinationConfig']);
    expect(resourceOf(fields(OnFailure)['Destination'])?.Properties['MessageRetentionPeriod']).toBe(
      1_209_600,
    );
  });

  test.each(feeds)('$name begins where its stream does, so that a deploy misses nothing', ({ event }) => {
    expect(event['StartingPosition']).toBe('TRIM_HORIZON');
  });
});

describe('rules', () => {
  const policies = resourcesOf(template, 'AWS::SQS::QueuePolicy').map(([, { Properties }]) => Properties);
  const targets = resourcesOf(template, 'AWS::Events::Rule').flatMap(([name, { Properties }]) =>
    list(Properties['Targets']).map((target) => ({ name, queue: fields(target)['Arn'] ?? null })),
  );

  test('some send to queues', () => {
    expect(targets.length).toBeGreaterThan(1);
  });

  test.each(targets)('$name may send to its queue, and no other rule may', ({ name, queue }) => {
    const [queueName] = list(fields(queue)['Fn::GetAtt']);
    const policy = policies.find(({ Queues }) => fields(list(Queues)[0])['Ref'] === queueName);
    const statements = list(fields(policy?.['PolicyDocument'])['Statement']);
    expect(statements).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queue,
        Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [name, 'Arn'] } } },
      },
    ]);
  });
});

describe('what a rule sends', () => {
  const queued = resourcesOf(template, 'AWS::Events::Rule').flatMap(([name, { Properties }]) =>
    list(Properties['Targets']).map((target) => ({ name, target: fields(target) })),
  );
  const invoking = functions.flatMap(([name, resource]) =>
    ['EventBridgeRule', 'CloudWatchEvent', 'Schedule', 'ScheduleV2'].flatMap((type) =>
      eventsOf(resource, type).map((target) => ({ name, target })),
    ),
  );

  test('is a bounce, a complaint or a rejection of this stack’s own mails', () => {
    const pattern = fields(template.Resources['BouncedRule']?.Properties['EventPattern']);
    expect(pattern).toMatchObject({
      source: ['aws.ses'],
      'detail-type': ['Email Bounced', 'Email Complaint Received', 'Email Rejected'],
      detail: { mail: { tags: { 'ses:configuration-set': [{ Ref: 'MailConfiguration' }] } } },
    });
    const [[, told] = []] = resourcesOf(template, 'AWS::SES::ConfigurationSetEventDestination');
    expect(fields(told?.Properties['EventDestination'])['MatchingEventTypes']).toEqual([
      'bounce',
      'complaint',
      'reject',
    ]);
  });

  test.each([...queued, ...invoking])('$name loses nothing: it ends in dead letters', ({ target }) => {
    const queue = resourceOf(target['Arn'])?.Properties['RedrivePolicy'];
    const own = fields(target['DeadLetterConfig']);
    expect(Boolean(queue) || own['Type'] === 'SQS' || 'Arn' in own).toBe(true);
  });

  test('goes to a function only where the next event makes up for a lost one, as the schedule’s does', () => {
    // Lambda tries an event twice more, then drops it: a queue keeps it.
    expect(invoking.map(({ name, target }) => [name, 'Schedule' in target])).toEqual([['SweepImages', true]]);
  });
});

describe('people', () => {
  test('cannot change the address that they decide by and send pictures from', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::Cognito::UserPoolClient'))
      expect(Properties['WriteAttributes']).toEqual(['name']);
  });
});

describe('alarms', () => {
  const alarms = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
  const watched = alarms.map(({ Properties }) => {
    const [dimension] = list(Properties['Dimensions']).map(fields);
    return `${Properties['MetricName']} of ${JSON.stringify(dimension?.['Value'])}`;
  });
  const madeBySam = functions.flatMap(([, resource]) =>
    eventsOf(resource, 'Schedule').map((event) => fields(event['DeadLetterConfig'])['QueueLogicalId']),
  );
  const deadLetters = [
    ...Object.keys(template.Resources).filter((name) => name.endsWith('DeadLetters')),
    ...madeBySam.map(String),
  ];

  test.each(deadLetters)('one rings when a message ends in %s', (name) => {
    const queue = JSON.stringify({ 'Fn::GetAtt': [name, 'QueueName'] });
    expect(watched).toContain(`ApproximateNumberOfMessagesVisible of ${queue}`);
  });

  test('one rings when a picture’s execution fails, and one when the sweep does', () => {
    expect(watched).toContain(`ExecutionsFailed of ${JSON.stringify({ Ref: 'ImageMachine' })}`);
    expect(watched).toContain(`Errors of ${JSON.stringify({ Ref: 'SweepImages' })}`);
  });

  test('one rings when the sweep does not run at all, which leaves no data', () => {
    const missing = alarms.filter(({ Properties }) => Properties['MetricName'] === 'Invocations');
    expect(missing.map(({ Properties }) => Properties)).toEqual([
      expect.objectContaining({
        Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'SweepImages' } }],
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
        TreatMissingData: 'breaching',
      }),
    ]);
  });

  test('one rings when SES does not take a mail or refuses it, by the words that are logged of it', () => {
    const [[, filter] = []] = resourcesOf(template, 'AWS::Logs::MetricFilter');
    const [transformation] = list(filter?.Properties['MetricTransformations']).map(fields);
    const counting = alarms.find(
      ({ Properties }) => Properties['MetricName'] === 'MailsNotTaken',
    )?.Properties;
    expect(counting?.['Namespace']).toEqual(transformation?.['MetricNamespace']);
    expect(transformation).toMatchObject({ MetricName: 'MailsNotTaken', MetricValue: '1' });
    const words = [...String(filter?.Properties['FilterPattern']).matchAll(/"([^"]+)"/g)].map(
      ([, one]) => one,
    );
    const logging = readFileSync('src/services/posting.ts', 'utf8');
    expect(words.sort()).toEqual(['a mail did not leave', 'a mail was refused']);
    for (const one of words) expect(logging).toContain(`'${one}'`);
  });

  test.each(['DigestsQueue', 'BouncesQueue'])('one rings when messages grow old in %s', (name) => {
    const queue = JSON.stringify({ 'Fn::GetAtt': [name, 'QueueName'] });
    expect(watched).toContain(`ApproximateAgeOfOldestMessage of ${queue}`);
  });

  test('each tells the topic that the stack is given', () => {
    const told = { 'Fn::If': ['HasAlarmTopic', [{ Ref: 'AlarmTopicArn' }], { Ref: 'AWS::NoValue' }] };
    for (const { Properties } of alarms) expect(Properties['AlarmActions']).toEqual(told);
  });
});

describe('what is kept', () => {
  test.each(resourcesOf(template, 'AWS::S3::Bucket'))(
    '%s lets nobody make it public',
    (_, { Properties }) => {
      expect(Properties['PublicAccessBlockConfiguration']).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
    },
  );

  const irreplaceable = Object.entries(template.Resources).filter(([, { Type }]) =>
    /^AWS::(DynamoDB::Table|S3::Bucket|Cognito::UserPool|SecretsManager::Secret|StepFunctions::Activity)$/.test(
      Type,
    ),
  );

  test.each(irreplaceable)('%s outlives its stack and its replacement', (_, resource) => {
    expect(resource.DeletionPolicy).toMatch(/^Retain/);
    expect(resource.UpdateReplacePolicy).toBe('Retain');
  });

  test('the table and the accounts of a stack on AWS are protected from deletion', () => {
    expect(template.Resources['ImagesTable']?.Properties['DeletionProtectionEnabled']).toEqual({
      'Fn::If': ['IsOnAws', true, false],
    });
    expect(template.Resources['UserPool']?.Properties['DeletionProtection']).toEqual({
      'Fn::If': ['IsOnAws', 'ACTIVE', 'INACTIVE'],
    });
  });

  test('the table is encrypted with the key that costs nothing', () => {
    expect(template.Resources['ImagesTable']?.Properties).not.toHaveProperty('SSESpecification');
  });

  test.each(resourcesOf(template, 'AWS::Logs::LogGroup'))('%s forgets after a while', (_, { Properties }) => {
    expect(numberOf(Properties['RetentionInDays'])).toBeGreaterThan(0);
  });

  test.each(functions)('%s logs to a group that forgets', (_, { Properties }) => {
    const { LogGroup } = fields(Properties['LoggingConfig'] ?? globals['LoggingConfig']);
    expect(resourceOf(LogGroup)?.Type).toBe('AWS::Logs::LogGroup');
  });

  test.each(resourcesOf(template, 'AWS::Serverless::StateMachine'))(
    '%s logs to a group that forgets, and never what is in its states',
    (_, { Properties }) => {
      const { IncludeExecutionData, Destinations } = fields(Properties['Logging']);
      const [group] = find(Destinations ?? null, (one) => 'LogGroupArn' in one);
      expect(IncludeExecutionData).toBe(false);
      expect(resourceOf(group?.['LogGroupArn'])?.Type).toBe('AWS::Logs::LogGroup');
    },
  );
});

describe('rights', () => {
  /** What cannot be narrowed down, and why. */
  const unbound: Record<string, string> = {
    'ses:SendEmail': 'in the sandbox it is also checked on the identity of whom the mail is for',
    'states:SendTaskSuccess': 'a task has no ARN',
    'logs:CreateLogDelivery': 'log deliveries have no ARN',
    'logs:GetLogDelivery': 'log deliveries have no ARN',
    'logs:UpdateLogDelivery': 'log deliveries have no ARN',
    'logs:DeleteLogDelivery': 'log deliveries have no ARN',
    'logs:ListLogDeliveries': 'log deliveries have no ARN',
    'logs:PutResourcePolicy': 'log deliveries have no ARN',
    'logs:DescribeResourcePolicies': 'log deliveries have no ARN',
    'logs:DescribeLogGroups': 'log deliveries have no ARN',
  };
  const isGrant = (one: Fields) => one['Effect'] === 'Allow' && ('Action' in one || 'NotAction' in one);
  const grants = Object.entries(template.Resources).flatMap(([name, { Properties }]) =>
    find(Properties, isGrant).map((statement) => ({
      name,
      statement,
      actions: list(statement['Action']).map(String),
      everywhere: list(statement['Resource']).includes('*') || 'NotResource' in statement,
    })),
  );

  test('some are granted', () => {
    expect(grants.length).toBeGreaterThan(functions.length);
  });

  test('every function names the actions that it may take; none borrows a policy of AWS', () => {
    const borrowed = functions.filter(([, { Properties }]) =>
      list(Properties['Policies']).some((policy) => !('Statement' in fields(policy))),
    );
    expect(borrowed.map(([name]) => name)).toEqual([]);
  });

  test('nobody may do everything, or everything with a service', () => {
    const broad = grants.filter(
      ({ actions, statement }) =>
        'NotAction' in statement || actions.some((action) => /^\*|:\*/.test(action)),
    );
    expect(broad).toEqual([]);
  });

  test('nobody may take a wildcard of actions on all resources', () => {
    expect(
      grants.filter(({ actions, everywhere }) => everywhere && actions.some((one) => one.includes('*'))),
    ).toEqual([]);
  });

  test('what may be done to all resources is what cannot be narrowed down', () => {
    const loose = grants
      .filter(({ everywhere }) => everywhere)
      .flatMap(({ name, actions }) =>
        actions.filter((action) => !(action in unbound)).map((action) => `${name}: ${action}`),
      );
    expect(loose).toEqual([]);
  });

  test('mail leaves in the name of the sender alone', () => {
    const mailing = grants.filter(({ actions }) => actions.includes('ses:SendEmail'));
    expect(mailing.length).toBeGreaterThan(0);
    for (const { statement } of mailing) {
      expect(statement['Condition']).toEqual({
        'Fn::If': [
          'IsLocal',
          { Ref: 'AWS::NoValue' },
          { StringEquals: { 'ses:FromAddress': { Ref: 'SenderAddress' } } },
        ],
      });
    }
  });

  test('one function alone waits for tasks of the activity, so that asking people waits for none', () => {
    const polling = grants.filter(({ actions }) => actions.includes('states:GetActivityTask'));
    expect(polling.map(({ name }) => name)).toEqual(['KeepTokens']);
    const asking = template.Resources['AskReviewers']?.Properties ?? {};
    expect(numberOf(asking['Timeout'])).toBeLessThan(60);
  });

  test('each exception is still needed', () => {
    const used = new Set(grants.filter(({ everywhere }) => everywhere).flatMap(({ actions }) => actions));
    expect(Object.keys(unbound).filter((action) => !used.has(action))).toEqual([]);
  });
});
