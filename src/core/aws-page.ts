export interface AwsPage {
  /** Of its file, as AWS calls the page: `USER_CreateSnapshot`. */
  readonly name: string;
  readonly address: string;
}

/** The page of AWS's documentation at an address; nothing where that is not one. Neither part needs escaping anywhere. */
export function findAwsPage(address: string): AwsPage | undefined {
  const [, name] =
    /^https:\/\/docs\.aws\.amazon\.com\/[\w./-]{0,200}\/([\w.-]{1,100})\.html(?:#[\w.-]{1,100})?$/.exec(
      address,
    ) ?? [];
  return name === undefined ? undefined : { name, address };
}
