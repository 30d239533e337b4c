import path from 'node:path';

export interface CephPlace {
  /** Absolute path of the folder for all files of the daemons. */
  readonly folder: string;
  readonly clusterId: string;
  readonly monitorPort: number;
  readonly gatewayPort: number;
}

/** The settings, by section, with the reason why each one differs from Ceph's default. */
export function cephConfig({ folder, clusterId, monitorPort, gatewayPort }: CephPlace): string {
  const within = (name: string): string => path.join(folder, name);
  return ini({
    global: {
      fsid: clusterId,
      'mon host': `[v2:127.0.0.1:${monitorPort}]`,
      'ms bind ipv4': 'true',
      'ms bind ipv6': 'false',
      'public network': '127.0.0.0/8',
      'cluster network': '127.0.0.0/8',
      // Only this machine can reach the cluster, so its daemons need not authenticate to each other …
      'auth cluster required': 'none',
      'auth service required': 'none',
      'auth client required': 'none',
      // … and without keys they cannot encrypt: radosgw would wait forever.
      'ms mon client mode': 'crc',
      // Each new pool takes one consensus round, which the default delays by a second.
      'paxos propose interval': '0.05',
      'paxos min wait': '0.01',
      // One daemon can hold one copy.
      'osd pool default size': '1',
      'osd pool default min size': '1',
      'osd pool default pg num': '8',
      'osd pool default pgp num': '8',
      'osd pool default pg autoscale mode': 'off',
      'osd crush chooseleaf type': '0',
      'mon allow pool size one': 'true',
      'mon max pg per osd': '1000',
      // A nearly full disk does not affect a store in memory.
      'mon data avail warn': '2',
      'mon data avail crit': '1',
      'mon osd nearfull ratio': '0.98',
      'mon osd full ratio': '0.99',
      // All files in one folder, so that removing it leaves nothing behind.
      'run dir': within('run'),
      'crash dir': within('run'),
      'admin socket': within('run/$name.$pid.asok'),
      'pid file': within('run/$name.pid'),
      'log file': within('log/$name.log'),
      'mon cluster log file': within('log/cluster.log'),
      'heartbeat file': '',
      'log to stderr': 'false',
      'err to stderr': 'false',
      'debug default': '0',
      'debug ms': '0/0',
      'debug mon': '0/0',
      'debug osd': '0/0',
      'debug rgw': '0/0',
    },
    mon: { 'mon data': within('mon'), 'mon initial members': 'a', 'mgr initial modules': '' },
    osd: {
      'osd data': within('osd'),
      'osd objectstore': 'memstore',
      'memstore device bytes': String(4 * 1024 ** 3),
      'osd op num shards': '2',
      'osd op num threads per shard': '1',
      'osd max scrubs': '0',
      'osd class update on start': 'false',
    },
    client: {
      'rgw data': within('rgw'),
      // Without tcp_nodelay, every small request takes 40 ms longer.
      'rgw frontends': `beast endpoint=127.0.0.1:${gatewayPort} tcp_nodelay=1`,
      'rgw thread pool size': '64',
      'rgw enable usage log': 'false',
      'rgw enable ops log': 'false',
      'rgw dynamic resharding': 'false',
      'rgw override bucket index max shards': '1',
      'rgw run sync thread': 'false',
    },
  });
}

function ini(sections: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  return Object.entries(sections)
    .map(([name, settings]) => {
      const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}`);
      return `[${name}]\n${lines.join('\n')}\n`;
    })
    .join('\n');
}
