// The files every container of a pod finds in its place: its name, the hosts it knows, its resolver, its users.
// Upstream: managedHostsFileContent and nodeHostsFileContent in pkg/kubelet/kubelet_pods.go.
import type { Pod } from '../../generated/api/core.v1.ts'
import { type ClusterDns, dnsOf, resolvConf } from './dns.ts'
import type { PodHostname } from './hostname.ts'

/** Files by path. */
export function systemFiles(
  { name, domain, kernel }: PodHostname,
  ip: string,
  pod: Pod,
  dns: ClusterDns,
): Record<string, string> {
  return {
    '/etc/hostname': `${kernel}\n`,
    '/etc/hosts': hostsFile(name, domain, ip, pod),
    '/etc/resolv.conf': resolvConf(dnsOf(pod, dns)),
    '/etc/passwd':
      'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/bin/false\nnobody:x:65534:65534:nobody:/home:/bin/false\n',
    '/etc/group': 'root:x:0:\nwheel:x:10:root\nnobody:x:65534:\n',
    '/proc/1/cmdline': '',
  }
}

const LOCAL = '127.0.0.1\tlocalhost\n'
const LOCAL_SIX = [
  '::1\tlocalhost ip6-localhost ip6-loopback',
  'fe00::0\tip6-localnet',
  'fe00::0\tip6-mcastprefix',
  'fe00::1\tip6-allnodes',
  'fe00::2\tip6-allrouters',
  '',
].join('\n')

function hostsFile(hostname: string, domain: string, ip: string, { spec }: Pod): string {
  const aliases = spec.hostAliases ?? []
  const lines = aliases.map((alias) => `${alias.ip}\t${(alias.hostnames ?? []).join('\t')}\n`).join('')
  const added = lines === '' ? '' : `\n# Entries added by HostAliases.\n${lines}`
  if (spec.hostNetwork === true)
    return `# Kubernetes-managed hosts file (host network).\n${LOCAL}${ip}\t${hostname}\n${added}`
  const full = domain === '' ? '' : `${hostname}.${domain}\t`
  return `# Kubernetes-managed hosts file.\n${LOCAL}${LOCAL_SIX}${ip}\t${full}${hostname}\n${added}`
}
