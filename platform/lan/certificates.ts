import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  asPem,
  authorityCertificate,
  permitsAddress,
  serverCertificate,
  type Authority,
} from './certificate.ts';

const DAY_MS = 86_400_000;
/** Every renewal means a walk to every phone; Apple takes no server certificate of more than 825 days, whoever signed. */
const AUTHORITY_DAYS = 730;
const SERVER_DAYS = 90;
/** What ends within this time is made anew. */
const AHEAD_DAYS = 30;

/** What an HTTPS listener needs, and what a phone has to trust. */
export interface LanCertificates {
  /** private key and certificate of the server, PEM */
  readonly key: string;
  readonly cert: string;
  /** the authority's certificate, PEM and DER */
  readonly ca: string;
  readonly caDer: Buffer;
  /** SHA-256 of the authority's certificate, as phones show it: pairs of hex digits between colons */
  readonly fingerprint: string;
  /** true when the authority was made just now: phones have to fetch it */
  readonly newAuthority: boolean;
}

/**
 * The authority of this installation and a certificate for where it is reached, kept in `<dataDir>/lan` for their owner
 * alone. Both are used again while they fit: the server's certificate is made anew when addresses or names changed or it
 * ends within 30 days, the authority when it ends within 30 days or may not vouch for one of the addresses.
 * @throws Error when a file is open to other users or damaged
 */
export function keepLanCertificates(
  dataDir: string,
  reached: { readonly names: readonly string[]; readonly addresses: readonly string[] },
  now: Date,
): LanCertificates {
  const folder = join(dataDir, 'lan');
  if (mkdirSync(folder, { recursive: true }) !== undefined) chmodSync(folder, 0o700);
  const caFile = join(folder, 'authority.pem');
  const serverFile = join(folder, 'server.pem');

  const keptCa = readKept(caFile);
  const fits = (kept: Kept): boolean =>
    lasts(kept, now) && reached.addresses.every((address) => permitsAddress(kept.certificate.raw, address));
  const ca = keptCa && fits(keptCa) ? keptCa : makeAuthority(caFile, reached.addresses, now);

  const keptServer = readKept(serverFile);
  const serves = (kept: Kept): boolean =>
    lasts(kept, now) &&
    kept.certificate.verify(ca.certificate.publicKey) &&
    kept.certificate.subjectAltName === altNameOf(reached);
  const server = keptServer && serves(keptServer) ? keptServer : makeServer(serverFile, ca, reached, now);

  return {
    key: server.key.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: server.certificate.toString(),
    ca: ca.certificate.toString(),
    caDer: ca.certificate.raw,
    fingerprint: ca.certificate.fingerprint256,
    newAuthority: ca !== keptCa,
  };
}

interface Kept {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
}

const lasts = ({ certificate }: Kept, now: Date): boolean =>
  certificate.validFromDate <= now && daysAfter(now, AHEAD_DAYS) < certificate.validToDate;

const daysAfter = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY_MS);

/** As `X509Certificate` writes it. */
const altNameOf = ({ names, addresses }: Parameters<typeof keepLanCertificates>[1]): string =>
  [...names.map((name) => `DNS:${name}`), ...addresses.map((address) => `IP Address:${address}`)].join(', ');

function makeAuthority(file: string, addresses: readonly string[], now: Date): Kept {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const authority = authorityOf(publicKey, privateKey);
  const wanted = { serial: randomBytes(16), from: daysAfter(now, -1), until: daysAfter(now, AUTHORITY_DAYS) };
  return keep(file, privateKey, authorityCertificate(authority, wanted, addresses));
}

/** The name tells one installation's authority from another's in a phone's list. */
function authorityOf(publicKey: KeyObject, privateKey: KeyObject): Authority {
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const mark = createHash('sha256').update(key).digest('hex').slice(0, 6);
  return { name: `Tenon in this network ${mark}`, publicKey, privateKey };
}

function makeServer(
  file: string,
  ca: Kept,
  reached: Parameters<typeof keepLanCertificates>[1],
  now: Date,
): Kept {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ends = Math.min(daysAfter(now, SERVER_DAYS).getTime(), ca.certificate.validToDate.getTime());
  const wanted = {
    name: 'Tenon',
    serial: randomBytes(16),
    from: daysAfter(now, -1),
    until: new Date(ends),
  };
  const authority = authorityOf(createPublicKey(ca.key), ca.key);
  return keep(file, privateKey, serverCertificate(authority, publicKey, wanted, reached));
}

/** Key and certificate in one file, written aside and renamed: never one without the other that belongs to it. */
function keep(file: string, key: KeyObject, certificate: Buffer): Kept {
  const beside = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(beside, `${key.export({ type: 'pkcs8', format: 'pem' })}${asPem(certificate)}`, {
    mode: 0o600,
  });
  renameSync(beside, file);
  return { key, certificate: new X509Certificate(certificate) };
}

function readKept(file: string): Kept | undefined {
  if (!existsSync(file)) return undefined;
  // Windows has no such bits; there the folder's own access list decides.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new Error(
      `${file} can be read by other users of this machine. Remove it to have a new one made; phones then fetch the certificate again.`,
    );
  const text = readFileSync(file, 'utf8');
  try {
    const kept = { key: createPrivateKey(text), certificate: new X509Certificate(text) };
    if (!kept.certificate.checkPrivateKey(kept.key)) throw new Error('key and certificate are of two pairs');
    return kept;
  } catch (error) {
    throw new Error(`${file} is damaged (${(error as Error).message}). Remove it to have a new one made.`, {
      cause: error,
    });
  }
}
