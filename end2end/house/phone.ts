/**
 * Phone numbers for tests. Each test has its own, so that no test meets the user, the texts or the limits of another.
 *
 * Area code 201 with exchange 555: valid to libphonenumber, which refuses the area code 555 of the usual film numbers.
 */
export interface Phone {
  /** As Logto writes it: digits with country code, no plus. */
  readonly digits: string;
  /** As a person types it. */
  readonly typed: string;
  /** As the app shows it. */
  readonly shown: string;
}

export function phoneNumber(line: number): Phone {
  const last = String(line).padStart(4, '0');
  return { digits: `1201555${last}`, typed: `+1 201 555 ${last}`, shown: `+1 201-555-${last}` };
}
