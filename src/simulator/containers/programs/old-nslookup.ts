// nslookup as busybox had it before 1.29: it asks as every program does, search list and all, and names what an address belongs to.
// Upstream: busybox 1.28, networking/nslookup.c; kubernetes.io/docs/tasks/administer-cluster/dns-debugging-resolution.
import { isIP } from 'node:net'
import type { Program, World } from '../contract.ts'
import { notSimulated } from './unknown.ts'

const OLD_TAG = /^1\.(?:1?\d|2[0-8])(?!\d)/

/** Whether a container's busybox is so old. */
export const hasOldNslookup = ({ image, tag }: World): boolean => image?.name === 'busybox' && OLD_TAG.test(tag)

/** nslookup before 1.29. */
export const oldNslookup: Program = ({ world, out, err, name: called }, args) => {
  const [name = ''] = args
  if (args.length !== 1 || name.startsWith('-') || isIP(name) !== 0) {
    err.write(notSimulated(`${called} ${args.join(' ')}`))
    return 1
  }
  const list = (addresses: readonly string[]): string =>
    addresses
      .map((ip, i) => `Address ${i + 1}: ${[ip, world.network.nameOf?.(ip) ?? ''].join(' ').trimEnd()}\n`)
      .join('')
  const [, server = '127.0.0.1'] = /^nameserver (\S+)/m.exec(world.files.read('/etc/resolv.conf')) ?? []
  out.write(`Server:    ${server}\n${list([server])}\n`)
  const addresses = world.network.addresses(name)
  if (addresses.length === 0) {
    err.write(`nslookup: can't resolve '${name}'\n`)
    return 1
  }
  out.write(`Name:      ${name}\n${list(addresses)}`)
  return 0
}
