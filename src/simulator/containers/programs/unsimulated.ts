// Tools that are there in a real image and that nobody simulates: to say that they are not found would be a lie, so they say what they are.
// Upstream: the applets of busybox 1.36's default build (include/applets.h); Debian's essential packages (coreutils, util-linux, diffutils,
// dpkg, apt, login, mawk, perl-base, procps not among them); alpine's apk-tools.
import type { Program, World } from '../contract.ts'
import { tools } from './tools.ts'
import { unknownProgram } from './unknown.ts'
import { userlandOf } from './userland.ts'

const shared =
  'arch awk base32 chgrp chroot cksum clear cmp comm diff dmesg expand factor flock fold getopt gunzip gzip hostid install ionice ' +
  'link logger login logname losetup md5sum mesg mknod more mount mountpoint nl nologin nsenter od partprobe passwd paste pivot_root ' +
  'realpath renice reset resize rtcwake run-parts script setpriv setsid sha1sum sha256sum sha512sum shred shuf split stty su sum ' +
  'swapoff swapon switch_root sysctl tac taskset tsort tty umount unexpand unlink unshare uptime users wall who zcat'
const busybox =
  'addgroup adduser arp arping ash bc blkid brctl bunzip2 bzcat bzip2 cal chpasswd cpio crond crontab dc delgroup deluser ' +
  'dnsdomainname dos2unix ed ether-wake expand fdisk free fsck ftpget ftpput fuser groups halt hd hexdump hwclock ifconfig ifdown ' +
  'ifup inetd init insmod iostat ip ipcalc killall5 klogd last less logread lsmod lsof lsusb lzcat man mdev mke2fs mkpasswd mkswap ' +
  'modprobe mpstat nameif netstat nmeter ntpd patch pidof ping6 pmap poweroff pstree pwdx reboot rmmod route rpm rpm2cpio sendmail ' +
  'sha3sum ssl_client start-stop-daemon strings sv syslogd telnet telnetd tftp time top traceroute traceroute6 tree udhcpc unix2dos ' +
  'unxz unzip uudecode uuencode vconfig vi watch watchdog which whois xxd xz xzcat zcip'
const gnu =
  'apt apt-cache apt-get apt-mark b2sum basenc csplit debconf dir dircolors dpkg dpkg-query fallocate findmnt fmt fsfreeze gpasswd ' +
  'groupadd groupdel groupmod groups iconv ipcrm ipcs ipcmk ldconfig ldd localedef locale lsblk lscpu lsipc lslocks lsmem lsns mawk ' +
  'mcookie namei newgrp numfmt perl pathchk pinky pr prlimit ptx readprofile runcon sdiff sha224sum sha384sum stdbuf tzselect ' +
  'update-alternatives useradd userdel usermod vdir whereis which'

let known: Readonly<Record<'busybox' | 'gnu', ReadonlySet<string>>> | undefined

/** A tool of an image's userland nobody simulates; undefined when a real image has none of that name either. */
export function unsimulatedTool(world: World, name: string): Program | undefined {
  if (tools.has(name)) return undefined
  known ??= {
    busybox: new Set(`${shared} ${busybox}`.split(' ')),
    gnu: new Set(`${shared} ${gnu}`.split(' ')),
  }
  if (known[userlandOf(world)].has(name)) return unknownProgram
  return name === 'apk' && world.image?.packages === 'apk' ? unknownProgram : undefined
}
