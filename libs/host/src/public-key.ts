const key =
  /^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) [A-Za-z0-9+/]+=*( [ -~]+)?$/;

/** The keys of a `.pub` file, one a line, without blank lines and remarks. Throws when there is none, or something else. */
export function readPublicKeys(file: string, text: string): string[] {
  if (text.includes('PRIVATE KEY'))
    throw new Error(`${file}: is a private key; name the .pub file beside it, and keep this one to yourself`);
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const odd = lines.find((line) => !key.test(line));
  if (lines.length > 0 && odd === undefined) return lines;
  const found = odd === undefined ? 'it is empty' : `got "${odd.slice(0, 40)}"`;
  throw new Error(`${file}: must hold public keys as ssh-keygen writes them, one a line (${found})`);
}
