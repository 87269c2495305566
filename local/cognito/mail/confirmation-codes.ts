// The six-digit codes that prove an address: each for one purpose, for a limited time and a few attempts.
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { AwsError } from '../../gateway/aws-service';
import { DurableJson } from '../storage/durable-json';

export type CodePurpose = 'signUp' | 'forgotPassword' | 'attribute';

/** Cognito's lifetimes: a day for a sign-up or an attribute, an hour for a password. */
const LIFETIME_MS: Record<CodePurpose, number> = {
  signUp: 24 * 3_600_000,
  attribute: 24 * 3_600_000,
  forgotPassword: 3_600_000,
};
const MOST_ATTEMPTS = 5;

interface Code {
  code: string;
  /** Epoch ms. */
  expiresAt: number;
  failedAttempts: number;
}
type Document = { codes: Record<string, Code> };

export class ConfirmationCodes {
  private constructor(
    private readonly document: DurableJson<Document>,
    private readonly now: () => number,
  ) {}

  static async open(file: string, now: () => number): Promise<ConfirmationCodes> {
    return new ConfirmationCodes(await DurableJson.open<Document>(file, () => ({ codes: {} })), now);
  }

  /** Makes a code that replaces the former one of the same purpose. */
  async issue(purpose: CodePurpose, holder: string): Promise<string> {
    const { codes } = this.document.value;
    for (const [key, kept] of Object.entries(codes)) if (kept.expiresAt <= this.now()) delete codes[key];
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    codes[`${purpose} ${holder}`] = { code, expiresAt: this.now() + LIFETIME_MS[purpose], failedAttempts: 0 };
    await this.document.commit();
    return code;
  }

  /**
   * Uses a code up. Throws ExpiredCodeException when none waits, CodeMismatchException for a wrong one and
   * TooManyFailedAttemptsException when it was guessed at too often.
   */
  async redeem(purpose: CodePurpose, holder: string, given: string): Promise<void> {
    const key = `${purpose} ${holder}`;
    const { codes } = this.document.value;
    const kept = codes[key];
    if (!kept || kept.expiresAt <= this.now()) throw expiredCode();
    if (kept.failedAttempts >= MOST_ATTEMPTS) {
      throw new AwsError('TooManyFailedAttemptsException', 'Attempt limit exceeded, please request a code again.');
    }
    const digest = (text: string) => createHash('sha256').update(text).digest();
    if (!timingSafeEqual(digest(kept.code), digest(given))) {
      kept.failedAttempts++;
      await this.document.commit();
      throw new AwsError('CodeMismatchException', 'Invalid verification code provided, please try again.');
    }
    delete codes[key];
    await this.document.commit();
  }

  settled(): Promise<void> {
    return this.document.settled();
  }
}

/** What a code for an unknown user, and one that never was, looks like. */
export function expiredCode(): AwsError {
  return new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
}
