import { GenError } from '../../core/errors.ts';
import { parseDid, type Did } from '../../core/ids.ts';
import { binaryFacts, type BinaryFacts } from '../../core/proof/binary-facts.ts';
import { checkProof, type ProofVerdict } from '../../core/proof/check-proof.ts';
import { readProof } from '../../core/proof/proof-file.ts';
import { MAX_PROOF, type Proof } from '../../core/proof/proof.ts';
import type { Digest } from '../../core/wasm/report.ts';
import { DEFAULT_MAX_SIZE } from '../../core/wasm/size-limit.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { isoTime, type Output } from '../output.ts';
import { proofLines } from '../proof-lines.ts';
import { readBinary } from './read-binary.ts';

export interface ProofToVerify {
  readonly proof: string | undefined;
  readonly root: string | undefined;
  readonly policy: string | undefined;
  /** Bytes. */
  readonly maxSize: number | undefined;
  readonly files: readonly string[];
}

/** Of UTF-8, at its widest. */
const BYTES_A_CHARACTER = 4;

const digest: Digest = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

function usage(text: string): GenError {
  return new GenError('InvalidInput', 'usage', { text });
}

async function proofIn(file: string): Promise<Proof> {
  const read = await readBinary(file, MAX_PROOF * BYTES_A_CHARACTER);
  if ('size' in read) {
    const text = `${read.size} bytes, the limit is ${MAX_PROOF} characters`;
    throw new GenError('InvalidInput', 'proof-file', { file, text });
  }
  try {
    return readProof(new TextDecoder().decode(read.bytes));
  } catch (thrown) {
    if (!(thrown instanceof GenError)) throw thrown;
    throw new GenError(thrown.code, thrown.reason, { ...thrown.data, file }, thrown);
  }
}

async function factsOf(file: string, maxSize: number): Promise<BinaryFacts> {
  const read = await readBinary(file, maxSize);
  if ('size' in read) throw usage(`${file} has ${read.size} bytes, the limit is ${maxSize}: see --max-size.`);
  return binaryFacts(read.bytes, digest);
}

/** The keys and their order are a contract with scripts. */
function json(
  file: string,
  binary: string | undefined,
  proof: Proof,
  verdict: ProofVerdict,
  trusted: boolean | undefined,
) {
  const { root, id, version, sha256, size, checkedAt } = proof;
  const { checks, unchecked } = verdict;
  return {
    file,
    binary,
    verdict: trusted === false ? 'failed' : verdict.verdict,
    root,
    rootExpected: trusted,
    id,
    version,
    sha256,
    size,
    checkedAt: isoTime(checkedAt),
    checks: checks.map(({ name, ok, detail, claimed }) => ({ name, ok, detail, claimed })),
    unchecked,
  };
}

/**
 * `gen verify --proof`: everything that the proof says, asked again of its own signed members and of the binary; asks
 * nobody, and opens no data of this device.
 *
 * @returns `EXIT.ok` only if every check holds, a relay has receipted the release, and the root is the expected one where
 *          one was named.
 * @throws GenError InvalidInput `usage` | `proof-file` | `did`; NotFound `file`.
 */
export async function verifyProof(out: Output, asked: ProofToVerify): Promise<ExitCode> {
  const { proof: file, root, policy, maxSize = DEFAULT_MAX_SIZE, files } = asked;
  if (file === undefined) throw usage('--root goes with --proof. See --help.');
  if (policy !== undefined) throw usage('--policy judges files, not a proof: leave out one of the two.');
  const [binary, ...more] = files;
  if (more.length > 0) throw usage('A proof is about one binary. Name one, or none.');
  const expected: Did | undefined = root === undefined ? undefined : parseDid(root);
  const proof = await proofIn(file);
  const facts = binary === undefined ? undefined : await factsOf(binary, maxSize);
  const verdict = await checkProof(proof, facts);
  const trusted = expected === undefined ? undefined : expected === proof.root;
  out.result(json(file, binary, proof, verdict, trusted), () => proofLines(file, proof, verdict, trusted));
  return verdict.verdict === 'verified' && trusted !== false ? EXIT.ok : EXIT.verification;
}
