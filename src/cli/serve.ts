// `kabuki serve`: the simulated cluster as a real API on this machine, for kubectl, client libraries and operators.
import fs from 'node:fs'
import { readYaml } from '../language/yaml.ts'
import { type Served, type ServeOptions, serve } from '../server/serve.ts'
import { checkControllers, checkPlugins, checkRanges, isSettingError } from '../server/settings.ts'
import { admissionConfigurationIn } from './admission-configuration.ts'
import type { Command } from './command.ts'
import { EXIT } from './exit-code.ts'
import { parseArguments } from './parse-arguments.ts'
import { ACCESS_HELP, ACCESS_OPTIONS, accessFrom } from './serve-access.ts'
import { WEBHOOK_HELP, WEBHOOK_OPTIONS, webhooksFrom } from './serve-webhooks.ts'
import { UsageError } from './usage-error.ts'

const HELP = `kabuki serve [options]

The simulated cluster as a real API, HTTP and HTTPS on one port. Prints "listening on http://HOST:PORT" when it is ready.

      --port <n>                          default 0: any free one
      --host <address>                    default 127.0.0.1: this machine only
      --nodes <n>                         default 3; 0 is a control plane alone
      --metrics-server                    kubectl top is answered; what runs uses nothing
      --kubeconfig <file>                 write a kubeconfig for it
      --token <text>                      the administrator's token; a random one unless given
      --anonymous                         take requests without a token as the administrator's
      --speed <n>x | max                  how fast cluster time runs beside the wall; default 1x
      --seed <n>
      --feature-gates <Name=true,…>
      --enable-admission-plugins <names>
      --disable-admission-plugins <names>
      --admission-control-config-file <file>  an AdmissionConfiguration: how plugins are configured
      --scheduler-config <file>           a KubeSchedulerConfiguration: profiles, plugins, arguments
      --controllers <names>               none, *, name, -name
      --authorization-mode <names>        AlwaysAllow, AlwaysDeny, ABAC, Node, RBAC; default Node,RBAC
      --token-auth-file <file>            further users: token,name,uid,"group1,group2"
${ACCESS_HELP}${WEBHOOK_HELP}      --service-cluster-ip-range <cidr>   10.96.0.0/16; another is not simulated
      --cluster-cidr <cidr>               10.244.0.0/16; another is not simulated
`

const TEXT = { type: 'string' } as const
const OPTIONS = {
  port: TEXT,
  host: TEXT,
  nodes: TEXT,
  'metrics-server': { type: 'boolean' },
  kubeconfig: TEXT,
  token: TEXT,
  anonymous: { type: 'boolean' },
  speed: TEXT,
  seed: TEXT,
  'feature-gates': TEXT,
  'enable-admission-plugins': TEXT,
  'disable-admission-plugins': TEXT,
  'admission-control-config-file': TEXT,
  'scheduler-config': TEXT,
  controllers: TEXT,
  'authorization-mode': TEXT,
  'token-auth-file': TEXT,
  ...ACCESS_OPTIONS,
  ...WEBHOOK_OPTIONS,
  'service-cluster-ip-range': TEXT,
  'cluster-cidr': TEXT,
} as const

/** Serves until it is told to stop. */
export const command: Command = {
  help: HELP,
  async run(args, terminal) {
    const { values, positionals } = parseArguments(args, OPTIONS)
    if (positionals.length > 0) throw new UsageError(`kabuki serve takes options only, not "${positionals[0]}"`)
    const stopped = stopSignal()
    const served = await started(values)
    terminal.out.write(`listening on ${served.url}\n`)
    if (values.token === undefined && values.kubeconfig === undefined && values.anonymous !== true) {
      terminal.err.write(`token: ${served.token}\n`)
    }
    await stopped
    await served.close()
    return EXIT.passed
  },
}

async function started(values: Values): Promise<Served> {
  try {
    return await serve(optionsFrom(values))
  } catch (error) {
    if (isSettingError(error)) throw new UsageError(error.message)
    const { code, syscall = '', message } = error as NodeJS.ErrnoException
    if (typeof code !== 'string') throw error
    if (syscall === 'listen' || syscall === 'getaddrinfo') {
      throw new UsageError(`cannot listen: ${message}`, 'choose another --port or --host')
    }
    throw new UsageError(message)
  }
}

type Values = { readonly [name in keyof typeof OPTIONS]?: string | boolean | string[] | undefined }

function optionsFrom(values: Values): ServeOptions {
  const text = (name: keyof typeof OPTIONS): string | undefined => values[name] as string | undefined
  const nodes = natural(text('nodes') ?? '3', '--nodes')
  const gates = text('feature-gates')
  const modes = text('authorization-mode')
  const scheduler = text('scheduler-config')
  const plugins = {
    enableAdmissionPlugins: list(text('enable-admission-plugins')),
    disableAdmissionPlugins: list(text('disable-admission-plugins')),
  }
  const controllers = controllersFrom(text('controllers'))
  const file = text('admission-control-config-file')
  const admission = file === undefined ? undefined : admissionConfigurationIn(file)
  checkPlugins('enable-admission-plugins', plugins.enableAdmissionPlugins)
  checkPlugins('disable-admission-plugins', plugins.disableAdmissionPlugins)
  checkControllers(controllers)
  checkRanges(text('service-cluster-ip-range'), text('cluster-cidr'))
  const optional = { token: text('token'), tokenFile: text('token-auth-file'), kubeconfig: text('kubeconfig') }
  return {
    host: text('host') ?? '127.0.0.1',
    port: portFrom(text('port') ?? '0'),
    speed: speedFrom(text('speed') ?? '1x'),
    openToAll: values.anonymous === true,
    metricsServer: values['metrics-server'] === true,
    nodes: Array.from({ length: nodes }, (_, i) => ({ name: `node-${i + 1}` })),
    seed: natural(text('seed') ?? '1', '--seed'),
    ...(gates === undefined ? {} : { featureGates: gatesFrom(gates) }),
    ...plugins,
    ...(admission === undefined ? {} : { admissionConfiguration: admission }),
    controllers,
    ...accessFrom(values),
    ...webhooksFrom(values, enabledOf(admission, plugins.enableAdmissionPlugins)),
    ...(scheduler === undefined ? {} : { schedulerConfiguration: yamlOf(scheduler) }),
    ...(modes === undefined ? {} : { authorizationModes: list(modes) }),
    ...(Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== undefined),
    ) as Partial<ServeOptions>),
  }
}

/** The configurations of plugins that are off unless they are enabled are read where they are. */
const enabledOf = (
  configurations: Readonly<Record<string, unknown>> | undefined,
  enabled: readonly string[],
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(configurations ?? {}).filter(([name]) => enabled.includes(name)))

function yamlOf(file: string): unknown {
  const { documents, faults } = readYaml(fs.readFileSync(file, 'utf8'))
  const [fault] = faults
  if (fault !== undefined) throw new UsageError(`${file}:${fault.line}:${fault.column}: ${fault.message}`)
  if (documents.length !== 1) throw new UsageError(`${file} holds ${documents.length} documents where one is wanted`)
  return documents[0]!.value
}

const list = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

function controllersFrom(text: string | undefined): string[] {
  return text === undefined ? ['*'] : text === 'none' ? [] : list(text)
}

function natural(text: string, flag: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${flag} takes a whole number, not "${text}"`)
  return Number(text)
}

function portFrom(text: string): number {
  const port = natural(text, '--port')
  if (port > 65_535) throw new UsageError(`--port takes a number up to 65535, not ${text}`)
  return port
}

function speedFrom(text: string): number | 'max' {
  if (text === 'max') return 'max'
  const factor = Number(/^(\d+(?:\.\d+)?)x?$/.exec(text)?.[1] ?? Number.NaN)
  if (!(factor > 0)) throw new UsageError(`--speed takes a factor such as 10x, or max, not "${text}"`)
  return factor
}

function gatesFrom(text: string): Record<string, boolean> {
  return Object.fromEntries(
    list(text).map((part) => {
      const [name, value] = part.split('=')
      if (!name || (value !== 'true' && value !== 'false'))
        throw new UsageError(`--feature-gates takes Name=true or Name=false, not "${part}"`)
      return [name, value === 'true']
    }),
  )
}

/** Resolves on the first SIGINT or SIGTERM; the command then stops by itself. */
function stopSignal(): Promise<void> {
  process.removeAllListeners('SIGINT')
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
