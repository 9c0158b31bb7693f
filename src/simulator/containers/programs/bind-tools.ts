// nslookup and dig as BIND has them, which images have in place of busybox's. Limits: IPv4 addresses of names, asked of the cluster's DNS;
// dig answers briefly (+short) or not at all. Upstream: ISC bind9, bin/dig/{nslookup,dighost}.c.
import { isIP } from 'node:net'
import type { Program, ProgramContext } from '../contract.ts'
import { notSimulated } from './unknown.ts'

/** The name with each domain of the search list behind it: one with too few dots is searched for first. */
function searched(name: string, configuration: string): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)]
  const [, listed = ''] = /^search (.+)$/m.exec(configuration) ?? []
  const dots = Number(/ndots:(\d+)/.exec(configuration)?.[1] ?? 1)
  const full = listed
    .split(/\s+/)
    .filter(Boolean)
    .map((domain) => `${name}.${domain}`)
  return name.split('.').length - 1 >= dots ? [name, ...full] : [...full, name]
}

const addressesOf = ({ world }: ProgramContext, name: string): readonly string[] =>
  name.includes('.') ? world.network.addresses(name) : []

const nslookup: Program = (context, args) => {
  const { world, out, err } = context
  const [name = ''] = args
  if (args.length !== 1 || name.startsWith('-') || isIP(name) !== 0) {
    err.write(notSimulated(`nslookup ${args.join(' ')}`))
    return 1
  }
  const configuration = world.files.read('/etc/resolv.conf')
  const [, server = '127.0.0.1'] = /^nameserver (\S+)/m.exec(configuration) ?? []
  out.write(`Server:\t\t${server}\nAddress:\t${server}#53\n\n`)
  for (const full of searched(name, configuration)) {
    const addresses = addressesOf(context, full)
    if (addresses.length === 0) continue
    for (const address of addresses) out.write(`Name:\t${full}\nAddress: ${address}\n`)
    out.write('\n')
    return 0
  }
  out.write(`** server can't find ${name}: NXDOMAIN\n\n`)
  return 1
}

const dig: Program = (context, args) => {
  const { world, out, err } = context
  const names = args.filter((arg) => !arg.startsWith('+') && arg !== 'A')
  const options = args.filter((arg) => arg.startsWith('+'))
  if (names.length !== 1 || !options.includes('+short') || options.some((o) => !['+short', '+search'].includes(o))) {
    err.write(notSimulated(`dig ${args.join(' ')}`))
    return 1
  }
  const name = names[0] as string
  const full = options.includes('+search') ? searched(name, world.files.read('/etc/resolv.conf')) : [name]
  const found = full.map((each) => addressesOf(context, each)).find((addresses) => addresses.length > 0) ?? []
  for (const address of found) out.write(`${address}\n`)
  return 0
}

/** By name. */
export const bindTools: Readonly<Record<string, Program>> = { nslookup, dig }
