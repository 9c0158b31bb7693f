// Refuses pods that set kernel parameters which are neither safe nor allowed by the kubelet's settings, or which belong to a
// namespace of the node they share. Upstream: pkg/kubelet/sysctl/{allowlist,safe_sysctls}.go, component-helpers/node/util/sysctl.
import { quote } from '../../../model/quote.ts'
import type { AdmitHandler } from './contract.ts'

type KernelNamespace = 'IPC' | 'Net'

/** All of a kernel of Debian 13. */
const SAFE = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
]

/** Safe parameters may be set, and those an administrator allows. */
export const handler: AdmitHandler = {
  admit({ pod, node }) {
    const { securityContext, hostNetwork, hostIPC } = pod.spec
    for (const { name } of securityContext?.sysctls ?? []) {
      const sysctl = normalized(name)
      const pattern = [...SAFE, ...node.settings.allowedUnsafeSysctls].find((each) => covers(each, sysctl))
      if (pattern === undefined) return forbidden(`${quote(sysctl)} not allowlisted`)
      const namespace = namespaceOf(pattern)
      const shared = namespace === 'IPC' ? hostIPC : hostNetwork
      if (shared === true) return forbidden(`${quote(sysctl)} not allowed with host ${namespace} enabled`)
    }
    return undefined
  },
}

const forbidden = (why: string) => ({ reason: 'SysctlForbidden', message: `forbidden sysctl: ${why}` })

const covers = (pattern: string, sysctl: string): boolean =>
  pattern.endsWith('*') ? sysctl.startsWith(pattern.slice(0, -1)) : pattern === sysctl

const namespaceOf = (pattern: string): KernelNamespace => (pattern.startsWith('net.') ? 'Net' : 'IPC')

/** `net/ipv4/conf/eno2.100/rp_filter` is `net.ipv4.conf.eno2/100.rp_filter`. */
function normalized(name: string): string {
  if (!/^[^.]*\//.test(name)) return name
  return name.replace(/[./]/g, (sign) => (sign === '.' ? '/' : '.'))
}
